/// What the account remembers of its limits on all positions together.
struct ExposureWatch: Codable, Sendable, BitwiseCopyable {
    /// Between two looks at all positions.
    static let interval = TimeSpan.milliseconds(250)

    var dueAt = Instant.never
    /// Whether the open risk was above its limit at the last look: it is said once, not at every look.
    var isOverOpenRisk = false
}
