import Core

/// One request an agent has taken, with its answer once there is one.
struct AgentRequest: Sendable {
    enum Kind: Sendable { case modify, close }
    enum Origin: Sendable { case daemon, guardian }

    let id: RequestID
    let origin: Origin
    let kind: Kind
    var ticket: Ticket
    var identifier = PositionID(0)
    var state = ReadBack.RequestState.inFlight
    var outcome = RequestResult.Outcome.unknown
    var refusal = RequestResult.Refusal.none
    var returnCode: UInt32 = 0
    /// The position's levels and volume as they stood at the answer.
    var stopLoss: Price?
    var takeProfit: Price?
    var volume = Volume.zero
    var order: UInt64 = 0
    /// EA clock.
    var received: Instant
    var sent = Instant.zero
    var answered = Instant.zero
    /// What was asked of the broker.
    var wantedStop: Price?
    var wantedTakeProfit: Price?
    var wantedVolume = Volume.zero
    /// What the terminal's list showed when it was taken.
    var stopBefore: Price?
    var takeProfitBefore: Price?
    /// Open when it was sent.
    var volumeBefore = Volume.zero
    /// The terminal's number; `nil` for one that never left or left in an earlier run.
    var number: RequestNumber?
    var isRepeat = false
    /// When to look into the history for a close again.
    var lookAt = Instant.zero

    /// Whether its fate may still become known in this run.
    var isOpen: Bool { number != nil && (state == .inFlight || state == .fateUnknown) }

    /// The comment of a close's order, by which it is found in the history.
    var tag: String { (origin == .daemon ? "bs" : "bsx") + String(id.rawValue & (UInt64.max >> 1)) }
}
