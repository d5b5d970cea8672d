/// The name of one file of the log: the UTC day of its first record, and a number from the second file of a
/// day on. `2026-11-27.jsonl`, `2026-11-27-2.jsonl`.
///
/// Files are not in the order of their names where the clock was set back: the numbers of their records are.
public struct LogFileName: Hashable, Comparable, Sendable {
    private static let suffix = ".jsonl"
    /// What follows the name of a file where a piece of it was set aside, before that piece's number.
    static let tornMark = ".torn-"

    public let day: UTCDay
    /// From 1.
    public let part: Int

    init(day: UTCDay, part: Int) {
        self.day = day
        self.part = part
    }

    public var text: String { day.text + (part == 1 ? "" : "-\(part)") + Self.suffix }

    /// Nil for everything else that may lie in the folder.
    public init?(_ text: String) {
        guard text.hasSuffix(Self.suffix) else { return nil }
        let stem = Array(text.utf8.dropLast(Self.suffix.utf8.count))
        guard stem.count >= 10, let day = UTCDay(stem[0..<10]) else { return nil }
        self.day = day
        guard stem.count > 10 else {
            part = 1
            return
        }
        let digits = stem[11...]
        guard stem[10] == UInt8(ascii: "-"), (1...9).contains(digits.count),
            let number = UTC.number(digits), number > 1, digits.first != UInt8(ascii: "0")
        else { return nil }
        part = Int(number)
    }

    public static func < (left: LogFileName, right: LogFileName) -> Bool {
        (left.day, left.part) < (right.day, right.part)
    }
}
