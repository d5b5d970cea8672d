import Core
import Glibc

/// Plays one file of MT5's tick export, line by line, in bounded memory.
///
/// A line that cannot be used is skipped and counted (`badLines`); it never stops the file. Lines
/// before both sides have been quoted once are passed over. A class because it holds an open file;
/// owned by whoever plays it, one thread.
public final class TickFile {
    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unreadable(path: String, errno: Int32)
        case empty(path: String)

        public var description: String {
            switch self {
            case .unreadable(let path, let code):
                "cannot read tick file \(path): \(String(cString: strerror(code)))"
            case .empty(let path): "tick file \(path) has no usable line"
            }
        }
    }

    public let path: String
    public private(set) var badLines = BadLines()

    private let symbol: SymbolIndex
    private let file: Int32
    private let buffer: UnsafeMutableBufferPointer<UInt8>
    private var filled = 0
    private var position = 0
    private var atEnd = false
    private var line = 0
    private var reader: TickRowReader
    private var last: Tick?
    private var bid: Price?
    private var ask: Price?

    /// - Throws: `Failure.unreadable`.
    public init(path: String, symbol: SymbolIndex, contract: Contract) throws(Failure) {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path, errno: errno) }
        self.path = path
        self.symbol = symbol
        self.file = file
        // Longer than any sane line, so that a line always fits; a longer one counts as truncated.
        buffer = .allocate(capacity: 1 << 16)
        reader = TickRowReader(digits: contract.digits, tickSize: contract.tickSize)
    }

    deinit {
        buffer.deallocate()
        close(file)
    }

    /// The symbol a file is about: its name up to the first underscore, or up to its extension.
    public static func symbolName(path: String) -> String {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if let underscore = name.firstIndex(of: "_") { return String(name[..<underscore]) }
        if let dot = name.lastIndex(of: ".") { return String(name[..<dot]) }
        return name
    }

    /// The next usable quote, or `nil` at the end of the file. Times never go backwards.
    public func next() -> Tick? {
        while let text = nextLine() {
            switch reader.read(text) {
            case .header: continue
            case .bad(let kind): badLines.add(kind, line: line)
            case .row(let row):
                if let last, row.time < last.time {
                    badLines.add(.backwards, line: line)
                    continue
                }
                bid = row.bid ?? bid
                ask = row.ask ?? ask
                guard let bid, let ask else { continue }
                let tick = Tick(symbol: symbol, time: row.time, quote: Quote(bid: bid, ask: ask))
                last = tick
                return tick
            }
        }
        return nil
    }

    /// The bytes of the next non-empty line, valid until the next call.
    private func nextLine() -> UnsafeBufferPointer<UInt8>? {
        while true {
            if let feed = lineFeed() {
                let text = UnsafeBufferPointer(rebasing: buffer[position..<feed])
                position = feed + 1
                line += 1
                if text.isEmpty || (text.count == 1 && text[0] == UInt8(ascii: "\r")) { continue }
                return text
            }
            if atEnd {
                guard position < filled else { return nil }
                let text = UnsafeBufferPointer(rebasing: buffer[position..<filled])
                position = filled
                line += 1
                return text
            }
            refill()
        }
    }

    private func lineFeed() -> Int? {
        guard position < filled, let base = buffer.baseAddress else { return nil }
        guard let found = memchr(base + position, 0x0A, filled - position) else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private func refill() {
        guard let base = buffer.baseAddress else { return }
        if position == 0, filled == buffer.count {
            // A line longer than the buffer: drop what there is of it.
            badLines.add(.truncated, line: line + 1)
            filled = 0
        }
        memmove(base, base + position, filled - position)
        filled -= position
        position = 0
        let got = read(file, base + filled, buffer.count - filled)
        if got > 0 { filled += got } else { atEnd = true }
    }

    /// The most decimals among the prices in the first lines of a file: a symbol's digits, where no
    /// contract is known. MT5 drops trailing zeros, so that one line is not enough.
    ///
    /// - Throws: `Failure.unreadable`.
    public static func decimals(path: String) throws(Failure) -> Int {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw .unreadable(path: path, errno: errno) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let got = read(file, &bytes, bytes.count)
        var most = 0
        for line in bytes.prefix(max(got, 0)).split(separator: 0x0A).dropLast() {
            let columns = line.split(separator: 0x09, omittingEmptySubsequences: false)
            guard columns.count == 7 else { continue }
            for column in columns[2...3] {
                guard let dot = column.firstIndex(of: UInt8(ascii: ".")) else { continue }
                most = max(most, column.endIndex - dot - 1)
            }
        }
        return min(most, 8)
    }
}
