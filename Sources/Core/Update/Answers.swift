/// The EA's word on one request, with the position's levels as they then stand.
public struct RequestResult: Hashable, Codable, Sendable, BitwiseCopyable {
    public enum Outcome: UInt8, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case done = 0
        /// The broker said no.
        case rejected = 1
        /// The EA never sent it; `refusal` says why.
        case refused = 2
        /// The broker's answer leaves open what happened.
        case unknown = 3
    }

    /// Why the EA did not send a command.
    public enum Refusal: UInt16, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case none = 0
        case epoch = 1
        case deadline = 2
        case levelsDiffer = 3
        case beyondMaxLoss = 4
        case stopsLevel = 5
        case freezeLevel = 6
        case notPermitted = 7
        case noSuchPosition = 8
        case nothingToChange = 9
        case latched = 10
        case wouldLoosen = 11
        case busy = 12
        case volume = 13
        case notConnected = 14
        case notSent = 15
        case offGrid = 16
    }

    public var request: RequestID
    public var ticket: Ticket
    public var outcome: Outcome
    /// Answered from the EA's memory: the command was a duplicate.
    public var isRepeated: Bool
    public var refusal: Refusal
    /// MT5's return code; 0 if never sent.
    public var returnCode: UInt32
    public var stopLoss: Price?
    public var takeProfit: Price?
    /// Open volume as it stands; zero if the position is gone.
    public var volume: Volume
    public var order: UInt64
    /// EA clock: command received, handed to the terminal, answered.
    public var received: Instant
    public var sent: Instant
    public var answered: Instant

    public init(
        request: RequestID, ticket: Ticket, outcome: Outcome, isRepeated: Bool, refusal: Refusal,
        returnCode: UInt32, stopLoss: Price?, takeProfit: Price?, volume: Volume, order: UInt64,
        received: Instant, sent: Instant, answered: Instant
    ) {
        self.request = request
        self.ticket = ticket
        self.outcome = outcome
        self.isRepeated = isRepeated
        self.refusal = refusal
        self.returnCode = returnCode
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.volume = volume
        self.order = order
        self.received = received
        self.sent = sent
        self.answered = answered
    }
}

extension RequestResult {
    /// Whether it says that the position no longer exists.
    var isNotFound: Bool {
        switch outcome {
        case .done, .unknown: false
        case .rejected: ReturnCodeClass(returnCode) == .gone
        case .refused: refusal == .noSuchPosition
        }
    }
}

/// The EA's answer to a `ReadBackRequest`.
public struct ReadBack: Hashable, Codable, Sendable, BitwiseCopyable {
    /// What the EA knows of the request.
    public enum RequestState: UInt8, Codable, Sendable, BitwiseCopyable, CaseIterable {
        case neverSeen = 0
        case refused = 1
        case inFlight = 2
        case done = 3
        case rejected = 4
        /// Sent, and neither answered nor visible in orders and deals.
        case fateUnknown = 5
    }

    public var request: RequestID
    public var ticket: Ticket
    public var isOpen: Bool
    public var state: RequestState
    public var returnCode: UInt32
    public var volume: Volume
    public var stopLoss: Price?
    public var takeProfit: Price?
    public var seen: Instant

    public init(
        request: RequestID, ticket: Ticket, isOpen: Bool, state: RequestState, returnCode: UInt32,
        volume: Volume, stopLoss: Price?, takeProfit: Price?, seen: Instant
    ) {
        self.request = request
        self.ticket = ticket
        self.isOpen = isOpen
        self.state = state
        self.returnCode = returnCode
        self.volume = volume
        self.stopLoss = stopLoss
        self.takeProfit = takeProfit
        self.seen = seen
    }
}
