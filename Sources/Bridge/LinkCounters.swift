/// What the sessions have seen, each with its own count; they only grow.
public struct LinkCounters: Hashable, Sendable {
    public var framesIn: UInt64 = 0
    public var framesOut: UInt64 = 0
    public var messagesIn: UInt64 = 0
    public var messagesOut: UInt64 = 0
    public var established: UInt64 = 0

    // Refused, by reason.
    public var refusedVersion: UInt64 = 0
    public var refusedToken: UInt64 = 0
    public var refusedHeld: UInt64 = 0
    public var refusedNotConfigured: UInt64 = 0
    public var refusedMalformed: UInt64 = 0
    public var refusedNotAccepted: UInt64 = 0
    public var refusedNoSession: UInt64 = 0
    /// Answers to strangers beyond what one wake-up gives them.
    public var refusalsOmitted: UInt64 = 0

    // Sessions that ended otherwise.
    public var timedOut: UInt64 = 0
    /// The peer did not read.
    public var notReading: UInt64 = 0
    public var evicted: UInt64 = 0
    public var replaced: UInt64 = 0
    public var connectionsChanged: UInt64 = 0

    // Within a session.
    public var sequenceGaps: UInt64 = 0
    public var framesRepeated: UInt64 = 0
    public var unknownSymbols: UInt64 = 0
    public var snapshots: UInt64 = 0
    public var snapshotsRequested: UInt64 = 0
    public var snapshotsRejected: UInt64 = 0

    // Trade events.
    public var events: UInt64 = 0
    /// Of them, those that the EA had said before.
    public var eventsAgain: UInt64 = 0
    /// What EAs said they had to drop, counted anew in every session.
    public var eventsLost: UInt64 = 0
    public var acknowledgements: UInt64 = 0

    // Sending.
    /// The peer does not read: the frame is kept and tried again.
    public var sendsBlocked: UInt64 = 0
    /// The peer is gone.
    public var sendsUnreachable: UInt64 = 0
    /// For an account without a session, or too long for any frame.
    public var messagesUndeliverable: UInt64 = 0

    public init() {}
}
