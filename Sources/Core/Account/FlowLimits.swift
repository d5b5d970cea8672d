/// How much one terminal may be asked at once and per second.
///
/// First stops, the cap and flatten are bound by `window` alone; profit locks by `window - reserved`;
/// break-even and trailing moves by `ratePerSecond` as well. Of the day's `budget` the urgent are never refused,
/// profit locks may use all, break-even and trailing all but the reserve.
public struct FlowLimits: Hashable, Codable, Sendable {
    public static let standard = FlowLimits()

    /// Requests in flight per terminal.
    public let window: Int
    /// Of these, kept for urgent lanes.
    public let reserved: Int
    /// Break-even and trailing moves per second; as many may go out at once after a quiet second.
    public let ratePerSecond: Int
    /// Stop requests per day of the broker.
    public let budget: Int
    /// Of these, kept for profit locks.
    public let budgetReserve: Int
    /// A profit lock that keeps less than this more than the stop before is not read back by itself.
    public let lowRiskLock: Money

    /// - Precondition: `0 <= reserved < window` `1 <= ratePerSecond <= 1_000_000` and
    ///   `0 <= budgetReserve < budget`, `0 <= lowRiskLock`.
    public init(
        window: Int = 16, reserved: Int = 4, ratePerSecond: Int = 30, budget: Int = 2_000,
        budgetReserve: Int = 200, lowRiskLock: Money = Money(units: Money.unitsPerWhole / 2)
    ) {
        precondition(reserved >= 0 && reserved < window, "some place is left for every lane")
        precondition((1...1_000_000).contains(ratePerSecond), "a rate that time can measure")
        precondition(budgetReserve >= 0 && budgetReserve < budget, "something is left to trail with")
        self.window = window
        self.reserved = reserved
        self.ratePerSecond = ratePerSecond
        self.budget = budget
        precondition(lowRiskLock >= .zero, "an improvement is never negative")
        self.budgetReserve = budgetReserve
        self.lowRiskLock = lowRiskLock
    }

    /// The requests in flight among which one of `lane` may still be.
    func room(for lane: Lane) -> Int { lane.isUrgent ? window : window - reserved }
}
