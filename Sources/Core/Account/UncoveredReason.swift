/// Why a managed position has no stop at the broker.
public enum UncoveredReason: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// Nothing can be sent and nothing is heard.
    case linkDown
    /// The link is up, the terminal's snapshot has not arrived.
    case notSynchronized
    /// The terminal, the account or the broker does not permit trading.
    case notPermitted
    /// The symbol's session is closed or trading in it is disabled.
    case marketClosed
    /// Frozen by a kill level.
    case frozen
    /// Shadow mode sends nothing.
    case shadow
    /// It is being closed.
    case closing
    /// A request is under way.
    case inFlight
    /// A request is under way and nobody knows what became of it.
    case unknown
    /// The last attempt failed; the next one waits its turn.
    case backingOff
    /// The in-flight window is full.
    case windowFull
    /// The rules propose nothing: no quote, no room at the market, or no cap.
    case undecided
}
