/// Reads one file of an input log, record by record, whatever is in it.
///
/// Behind damage it goes on at the next checkpoint, from which alone a replay can. Owner: one thread.
struct InputFileReader {
    enum Item {
        case record(InputRecord.Kind, ArraySlice<UInt8>, offset: Int)
        /// Bytes that are no records, up to the next checkpoint or the end.
        case damaged(Range<Int>)
        /// The file ends within a record: a write that a crash cut off.
        case torn(Range<Int>)
    }

    private let file: any DiskFile
    private let size: Int
    private(set) var offset = 0
    private var window: [UInt8] = []
    private var windowStart = 0

    private static let windowBytes = 1 << 20

    init(_ file: any DiskFile) throws(DiskError) {
        self.file = file
        size = try file.size()
    }

    /// `nil` at the end.
    mutating func next() throws(DiskError) -> Item? {
        guard offset < size else { return nil }
        let start = offset
        if let (kind, content, end) = try record(at: start) {
            offset = end
            return .record(kind, content, offset: start)
        }
        if try isTorn(at: start) {
            offset = size
            return .torn(start..<size)
        }
        offset = try checkpoint(behind: start) ?? size
        return .damaged(start..<offset)
    }

    private mutating func record(
        at start: Int
    ) throws(DiskError) -> (InputRecord.Kind, ArraySlice<UInt8>, end: Int)? {
        let head = try bytes(InputRecord.frameBytes, at: start)
        guard let (kind, length) = InputRecord.frame(head) else { return nil }
        let whole = InputRecord.frameBytes + length + InputRecord.checksumBytes
        let all = try bytes(whole, at: start)
        guard all.count == whole else { return nil }
        let body = all.dropLast(InputRecord.checksumBytes)
        guard InputRecord.checksum(body) == InputRecord.number(all.suffix(InputRecord.checksumBytes))
        else { return nil }
        return (kind, body.dropFirst(InputRecord.frameBytes), start + whole)
    }

    /// A frame that is whole and promises more than there is, a part of a frame, or nothing but zeros, which a file
    /// system may leave where a power cut found no bytes yet.
    private mutating func isTorn(at start: Int) throws(DiskError) -> Bool {
        let head = try bytes(InputRecord.frameBytes, at: start)
        guard head.count == InputRecord.frameBytes else { return true }
        if let (_, length) = InputRecord.frame(head) {
            return start + InputRecord.frameBytes + length + InputRecord.checksumBytes > size
        }
        var place = start
        while place < size {
            let part = try bytes(Self.windowBytes, at: place)
            guard !part.isEmpty, part.allSatisfy({ $0 == 0 }) else { return false }
            place += part.count
        }
        return true
    }

    private mutating func checkpoint(behind start: Int) throws(DiskError) -> Int? {
        let mark = InputRecord.mark
        var place = start + 1
        while place + InputRecord.frameBytes + mark.count <= size {
            let part = try bytes(Self.windowBytes, at: place)
            guard part.count >= InputRecord.frameBytes + mark.count else { return nil }
            for index in part.indices.dropLast(mark.count - 1).dropFirst(InputRecord.frameBytes)
            where part[index] == mark[0] && part[index...].starts(with: mark) {
                let candidate = place + (index - part.startIndex) - InputRecord.frameBytes
                if let (kind, _, _) = try record(at: candidate), kind == .checkpoint { return candidate }
            }
            place += part.count - InputRecord.frameBytes - mark.count + 1
        }
        return nil
    }

    /// Up to `count` bytes; fewer at the end of the file alone.
    private mutating func bytes(_ count: Int, at start: Int) throws(DiskError) -> ArraySlice<UInt8> {
        let wanted = min(count, size - start)
        if start < windowStart || start + wanted > windowStart + window.count {
            window = try file.read(max(wanted, min(Self.windowBytes, size - start)), at: start)
            windowStart = start
        }
        return window[(start - windowStart)...].prefix(wanted)
    }
}
