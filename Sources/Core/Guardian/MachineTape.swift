/// What the machines of a guardian have consumed and decided, in the order of their steps, until somebody takes
/// it: what a replay needs.
///
/// Every entry into a machine is here, `dispatch` included; a machine that starts where this one did and is given
/// the same inputs at the same moments decides the same, byte for byte (S8).
///
/// Owner: the guardian's. Bound: what one call of the guardian does, as long as it is emptied after each; it
/// keeps its storage, so that recording allocates nothing once a step has been as large before.
public struct MachineTape: Sendable {
    /// One step of one machine.
    public struct Step: Sendable {
        public let input: MachineInput
        /// On the daemon's clock.
        public let now: Instant
        /// How many of `decisions` are its own; they follow those of the steps before.
        public let decisions: Int
    }

    public private(set) var steps: [Step] = []
    public private(set) var decisions: [MachineDecision] = []

    public init() {}

    public var isEmpty: Bool { steps.isEmpty }

    public mutating func removeAll() {
        steps.removeAll(keepingCapacity: true)
        decisions.removeAll(keepingCapacity: true)
    }

    mutating func record(_ input: MachineInput, at now: Instant, _ effects: ArraySlice<AccountEffect>) {
        for effect in effects { decisions.append(.account(effect)) }
        steps.append(Step(input: input, now: now, decisions: effects.count))
    }

    mutating func record(_ event: ShardEvent, at now: Instant, _ effects: ArraySlice<ShardEffect>) {
        for effect in effects { decisions.append(.shard(effect)) }
        steps.append(Step(input: .shard(event), now: now, decisions: effects.count))
    }
}

/// What a machine is given.
public enum MachineInput: Codable, Sendable {
    case account(AccountEvent)
    /// The account sends what waits.
    case dispatch
    case shard(ShardEvent)
}

/// What a machine wants done.
public enum MachineDecision: Codable, Sendable {
    case account(AccountEffect)
    case shard(ShardEffect)
}
