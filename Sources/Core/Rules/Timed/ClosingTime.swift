/// Follows the market closely before trading ends: for the day, or for the week.
///
/// As `AgeTightening`, from `lead` before the end until the end. Times are the broker's server clock, in which its
/// sessions are stated.
public struct ClosingTime: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Recurrence: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        /// `minute` counts from midnight: 1 to 1440.
        case daily = 0
        /// `minute` counts from Monday's midnight: 1 to 10080; Friday 23:00 is 7140.
        case weekly = 1

        var minutes: Int64 { self == .daily ? 1_440 : 10_080 }

        /// A beginning of such a span, in minutes since 1970-01-01, which was a Thursday.
        fileprivate var origin: Int64 { self == .daily ? 0 : 4 * 1_440 }
    }

    public let recurrence: Recurrence
    /// When trading ends.
    public let minute: Int64
    /// How long before the end the rule begins; whole minutes, at least one, less than the recurrence.
    public let lead: TimeSpan
    public let distance: RuleDistance
    /// The smallest improvement worth a request, points, at least 1.
    public let step: Distance

    public init?(
        _ recurrence: Recurrence, minute: Int64, lead: TimeSpan, distance: RuleDistance, step: Distance
    ) {
        let lead_ms = lead.milliseconds
        guard (1...recurrence.minutes).contains(minute), lead_ms > 0, lead_ms % 60_000 == 0,
            lead == .milliseconds(lead_ms), lead_ms < recurrence.minutes * 60_000, distance.amount > 0,
            step > .zero
        else { return nil }
        self.recurrence = recurrence
        self.minute = minute
        self.lead = lead
        self.distance = distance
        self.step = step
    }

    /// Milliseconds since the rule last began, less than a recurrence.
    private func elapsed(at time: MarketTime) -> Int64 {
        let span = recurrence.minutes * 60_000
        let begins = (recurrence.origin + minute) * 60_000 - lead.milliseconds
        let since = (time.milliseconds - begins) % span
        return since < 0 ? since + span : since
    }

    /// Whether the end is near.
    func applies(at time: MarketTime) -> Bool { elapsed(at: time) < lead.milliseconds }

    /// When it begins next, later than `time`.
    func nextBeginning(after time: MarketTime) -> MarketTime {
        MarketTime(
            milliseconds: time.milliseconds - elapsed(at: time) + recurrence.minutes * 60_000)
    }
}
