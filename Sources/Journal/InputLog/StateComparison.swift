/// Two states that should be one, told so that a person sees where they part.
struct StateComparison {
    private(set) var recorded: String
    private(set) var replayed: String

    /// What is told of each: from a little before the first difference.
    private static let shown = 400
    private static let before = 80

    init(_ recorded: InputCheckpoint, _ replayed: InputCheckpoint) {
        self.recorded = "after \(recorded.steps) steps"
        self.replayed = "after \(replayed.steps) steps"
        tell("\(recorded.machines.account)", "\(replayed.machines.account)", as: "account")
        tell(
            recorded.machines.shard.map { "\($0)" } ?? "none",
            replayed.machines.shard.map { "\($0)" } ?? "none",
            as: "shard")
    }

    private mutating func tell(_ left: String, _ right: String, as name: String) {
        guard left != right else { return }
        let common = zip(left.unicodeScalars, right.unicodeScalars).prefix { $0 == $1 }.count
        recorded += "; \(name): \(Self.part(of: left, from: common))"
        replayed += "; \(name): \(Self.part(of: right, from: common))"
    }

    private static func part(of text: String, from common: Int) -> String {
        "..." + String(text.unicodeScalars.dropFirst(max(0, common - before)).prefix(shown))
    }
}
