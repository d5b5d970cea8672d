/// What the account remembers of its limits on all positions together.
struct ExposureWatch: Codable, Sendable, BitwiseCopyable {
    /// Between two looks at all positions.
    static let interval = TimeSpan.milliseconds(250)

    var dueAt = Instant.never
    /// Whether the open risk was above its limit at the last look: it is said once, not at every look.
    var isOverOpenRisk = false
    /// The broker's day, in days since 1970-01-01, that `dayBalance` belongs to.
    var day: Int64?
    /// The balance with which the day began, as far as it was seen.
    var dayBalance: Money?
    /// The day whose loss has reached its limit: it is said once a day.
    var lostDay: Int64?
}
