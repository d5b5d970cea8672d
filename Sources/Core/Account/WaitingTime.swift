/// How long one position has been waited for, as far as answers were slow.
///
/// More than `most` within `window`, and its less urgent work is set aside until the window is over: one
/// position that is slow every time must not keep the others waiting. Prompt answers do not count, or a
/// trailing stop that moves often would use up its time by moving. The window begins with a slow answer.
struct WaitingTime: Codable, Sendable {
    static let window = TimeSpan.seconds(60)
    static let most = TimeSpan.seconds(2)

    private var since = Instant.never
    private var spent = TimeSpan.zero

    /// The end of the window for a position that is set aside; `nil` for one that is not.
    func setAsideUntil(at now: Instant) -> Instant? {
        guard spent > Self.most, now < since + Self.window else { return nil }
        return since + Self.window
    }

    /// Accounts for a slow answer; what has been spent in all, if that sets the position aside.
    mutating func add(_ span: TimeSpan, at now: Instant) -> TimeSpan? {
        if since == .never || now >= since + Self.window {
            since = now
            spent = .zero
        }
        let wasSetAside = spent > Self.most
        spent = spent + span
        return !wasSetAside && spent > Self.most ? spent : nil
    }
}
