import Core

/// One `--fault` option: `name[:probability][@from-to]`.
///
/// The probability is a decimal from 0 to 1, per request or per second as the fault's `occasion` says. The
/// window counts from the start, in seconds or with a suffix `s`, `m` or `h`; its end is exclusive.
/// `all` stands for every fault.
public struct FaultSpec: Equatable, Sendable {
    public var name: FaultName
    public var partsPerMillion: UInt64
    public var from: TimeSpan
    public var to: TimeSpan

    public init(
        _ name: FaultName, partsPerMillion: UInt64? = nil, from: TimeSpan = .zero,
        to: TimeSpan = TimeSpan(nanoseconds: Int64.max)
    ) {
        self.name = name
        self.partsPerMillion = partsPerMillion ?? name.usualPartsPerMillion
        self.from = from
        self.to = to
    }

    public enum Failure: Error, Equatable, CustomStringConvertible {
        case unknownName(String, nearest: FaultName)
        case badProbability(String)
        case badWindow(String)

        public var description: String {
            switch self {
            case .unknownName(let name, let nearest):
                "unknown fault \"\(name)\"; did you mean \"\(nearest.rawValue)\"?"
            case .badProbability(let text):
                "\"\(text)\" is not a probability: a decimal from 0 to 1 with at most 6 decimals"
            case .badWindow(let text):
                "\"\(text)\" is not a time window: FROM-TO in seconds, or with s, m or h, FROM before TO"
            }
        }
    }

    /// Reads one option.
    ///
    /// - Throws: `Failure`, which says what was wrong and, for a name, which one is nearest.
    public static func parse(_ text: String) throws(Failure) -> [FaultSpec] {
        var rest = Substring(text)
        var window = (from: TimeSpan.zero, to: TimeSpan(nanoseconds: Int64.max))
        if let at = rest.firstIndex(of: "@") {
            window = try Self.window(rest[rest.index(after: at)...])
            rest = rest[..<at]
        }
        var probability: UInt64?
        if let colon = rest.firstIndex(of: ":") {
            let decimal = rest[rest.index(after: colon)...]
            guard let parts = DecimalText.parse(decimal.utf8, decimals: 6), (0...1_000_000).contains(parts)
            else { throw .badProbability(String(decimal)) }
            probability = UInt64(parts)
            rest = rest[..<colon]
        }
        let names = rest == "all" ? FaultName.allCases : [try name(String(rest))]
        return names.map {
            FaultSpec($0, partsPerMillion: probability, from: window.from, to: window.to)
        }
    }

    private static func name(_ text: String) throws(Failure) -> FaultName {
        if let name = FaultName(rawValue: text) { return name }
        var best = FaultName.lostResult
        var bestDistance = Int.max
        for candidate in FaultName.allCases {
            let distance = editDistance(Array(text.utf8), Array(candidate.rawValue.utf8))
            if distance < bestDistance { (best, bestDistance) = (candidate, distance) }
        }
        throw .unknownName(text, nearest: best)
    }

    private static func window(_ text: Substring) throws(Failure) -> (from: TimeSpan, to: TimeSpan) {
        let ends = text.split(separator: "-", omittingEmptySubsequences: false)
        guard ends.count == 2, let from = seconds(ends[0]), let to = seconds(ends[1]), from < to else {
            throw .badWindow(String(text))
        }
        return (from, to)
    }

    private static func seconds(_ text: Substring) -> TimeSpan? {
        var digits = text
        var scale: Int64 = 1
        switch text.last {
        case "s": digits = text.dropLast()
        case "m": (digits, scale) = (text.dropLast(), 60)
        case "h": (digits, scale) = (text.dropLast(), 3_600)
        default: break
        }
        guard let count = UInt32(digits) else { return nil }
        return TimeSpan.seconds(Int64(count) * scale)
    }

    /// Least number of one-byte insertions, deletions and replacements between two names.
    private static func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let replaced = previous[column] + (byte == other ? 0 : 1)
                current.append(min(replaced, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
