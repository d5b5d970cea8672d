/// The name of a file of an input log: its run and its number within it. In the order of their names, files are in
/// the order of what they hold.
struct InputFileName: Hashable, Comparable {
    var run: UInt64
    var file: UInt64

    var text: String { "\(Self.padded(run))-\(Self.padded(file)).inputs" }

    init(run: UInt64, file: UInt64) {
        self.run = run
        self.file = file
    }

    /// `nil` for a name that is none.
    init?(_ text: String) {
        guard text.hasSuffix(".inputs") else { return nil }
        let parts = text.dropLast(".inputs".count).split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let run = UInt64(parts[0]), let file = UInt64(parts[1]) else { return nil }
        self.init(run: run, file: file)
        guard self.text == text else { return nil }
    }

    static func < (left: InputFileName, right: InputFileName) -> Bool {
        (left.run, left.file) < (right.run, right.file)
    }

    private static func padded(_ number: UInt64) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, 8 - digits.count)) + digits
    }
}
