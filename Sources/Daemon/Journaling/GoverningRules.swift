import Core

/// The rules that govern a position, as far as its record names them.
struct GoverningRules: Hashable, Sendable {
    let name: String
    /// A loss of less than this is a micro-loss; `nil` where none is counted.
    let microLoss: Money?

    init(_ rules: RuleSet) {
        name = rules.name
        microLoss = rules.microLoss
    }
}
