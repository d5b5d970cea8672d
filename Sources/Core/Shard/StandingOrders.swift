/// What every decision of a shard is under, whatever the market does.
struct StandingOrders: Hashable, Codable, Sendable, BitwiseCopyable {
    var mode: ControlMode
    var latch: KillLevel
    /// By how much trailing steps are widened, at least 1.
    var pace: Int64 = 1
    /// The account's balance; `nil` until the terminal has told it.
    var balance: Money?
}
