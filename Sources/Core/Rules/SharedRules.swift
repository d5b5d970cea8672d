/// A rule set as all positions that it governs share it.
///
/// Why a class: a rule set is large, and a position is decided on within a microsecond; copies of its own would push
/// the positions out of the processor's cache. It never changes, and is coded and compared by its value.
public final class SharedRules: Equatable, Codable, Sendable {
    public let rules: RuleSet

    public init(_ rules: RuleSet) { self.rules = rules }

    public init(from decoder: any Decoder) throws { rules = try RuleSet(from: decoder) }
    public func encode(to encoder: any Encoder) throws { try rules.encode(to: encoder) }

    public static func == (left: SharedRules, right: SharedRules) -> Bool {
        left === right || left.rules == right.rules
    }
}
