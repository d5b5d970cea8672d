/// How much one terminal may be asked at once and per second.
///
/// First stops, the cap and flatten are bound by `window` alone; profit locks by `window - reserved`;
/// break-even and trailing moves by `ratePerSecond` as well.
public struct FlowLimits: Hashable, Sendable {
    public static let standard = FlowLimits()

    /// Requests in flight per terminal.
    public let window: Int
    /// Of these, kept for urgent lanes.
    public let reserved: Int
    /// Break-even and trailing moves per second; as many may go out at once after a quiet second.
    public let ratePerSecond: Int

    /// - Precondition: `0 <= reserved < window` and `1 <= ratePerSecond <= 1_000_000`.
    public init(window: Int = 16, reserved: Int = 4, ratePerSecond: Int = 30) {
        precondition(reserved >= 0 && reserved < window, "some place is left for every lane")
        precondition((1...1_000_000).contains(ratePerSecond), "a rate that time can measure")
        self.window = window
        self.reserved = reserved
        self.ratePerSecond = ratePerSecond
    }

    /// The requests in flight among which one of `lane` may still be.
    func room(for lane: Lane) -> Int { lane.isUrgent ? window : window - reserved }
}
