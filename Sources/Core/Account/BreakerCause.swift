/// Why a breaker opened.
public enum BreakerCause: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
    /// No answer within the deadline: urgent work goes one at a time until one is answered.
    case timeout
    /// An answer that took too long: urgent work goes on as before.
    case slow
    /// The terminal reported a call that kept the EA from answering: urgent work goes on as before.
    case blocked
}

/// What a breaker stands before.
public enum BreakerScope: Hashable, Codable, Sendable, BitwiseCopyable {
    case terminal
    case position(Ticket)
}
