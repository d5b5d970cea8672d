import Core

/// The whole state of an account's machines between two steps.
///
/// Why a class: it passes a ring by reference. It shares the machines' memory until one of them changes it, so
/// taking one costs next to nothing and the first steps after it pay for a copy of what they change.
public final class MachineCheckpoint: Codable, Sendable {
    public let account: Account
    /// `nil` where somebody else steps the shards.
    public let shard: Shard?

    public init(account: Account, shard: Shard?) {
        self.account = account
        self.shard = shard
    }
}
