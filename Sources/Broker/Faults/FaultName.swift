/// Everything that can be made to go wrong, by the name used on the command line.
///
/// `docs/failure-modes.md` says for each what happens and which test proves it.
public enum FaultName: String, CaseIterable, Sendable {
    // The broker and its answers.
    case lostRequest = "lost-request"
    case lostResult = "lost-result"
    case lateResult = "late-result"
    case lateExecution = "late-execution"
    case slowExecution = "slow-execution"
    case duplicateResult = "duplicate-result"
    case reorder
    case brokerDisconnect = "broker-disconnect"
    case rejectRequote = "reject-requote"
    case rejectInvalidStops = "reject-invalid-stops"
    case rejectBusy = "reject-busy"
    case rejectTimeout = "reject-timeout"
    case rejectError = "reject-error"
    case rejectLocked = "reject-locked"
    case rejectFrozen = "reject-frozen"
    case rejectPriceOff = "reject-price-off"
    case rejectMarketClosed = "reject-market-closed"
    case rejectTradeDisabled = "reject-trade-disabled"
    case rejectConnection = "reject-connection"
    case stopHitInFlight = "stop-hit-in-flight"
    // Somebody else at the same account.
    case foreignOpen = "foreign-open"
    case foreignClose = "foreign-close"
    case foreignPartialClose = "foreign-partial-close"
    case foreignModify = "foreign-modify"
    case foreignRemoveStop = "foreign-remove-stop"
    case foreignTakeProfit = "foreign-take-profit"
    case ticketChange = "ticket-change"
    // The terminal, its link to the daemon, the processes.
    case linkLoss = "link-loss"
    case linkStall = "link-stall"
    case terminalBlocked = "terminal-blocked"
    case terminalRestart = "terminal-restart"
    case daemonRestart = "daemon-restart"

    /// What a probability is counted in.
    public enum Occasion: Sendable {
        case perRequest
        case perSecond
    }

    /// Who makes it happen.
    public enum Place: Sendable {
        /// `TradeServer` itself.
        case broker
        /// Whoever hosts the EA over it: the terminal program or the simulation.
        case host
    }

    public var occasion: Occasion {
        switch self {
        case .lostRequest, .lostResult, .lateResult, .lateExecution, .slowExecution, .duplicateResult,
            .reorder,
            .rejectRequote, .rejectInvalidStops, .rejectBusy, .rejectTimeout, .rejectError, .rejectLocked,
            .rejectFrozen, .rejectPriceOff, .rejectMarketClosed, .rejectTradeDisabled, .rejectConnection,
            .stopHitInFlight:
            .perRequest
        case .brokerDisconnect, .foreignOpen, .foreignClose, .foreignPartialClose, .foreignModify,
            .foreignRemoveStop, .foreignTakeProfit, .ticketChange, .linkLoss, .linkStall, .terminalBlocked,
            .terminalRestart, .daemonRestart:
            .perSecond
        }
    }

    public var place: Place {
        switch self {
        case .linkLoss, .linkStall, .terminalBlocked, .terminalRestart, .daemonRestart: .host
        default: .broker
        }
    }

    /// The probability, in millionths per occasion, where the command line names none.
    public var usualPartsPerMillion: UInt64 {
        switch occasion {
        case .perRequest: self == .lateExecution || self == .lostRequest ? 5_000 : 20_000
        case .perSecond:
            switch self {
            case .brokerDisconnect, .linkLoss, .linkStall, .terminalBlocked: 2_000
            case .terminalRestart, .daemonRestart: 500
            default: 5_000
            }
        }
    }

    /// The answer a forced rejection gives.
    var rejection: ReturnCode? {
        switch self {
        case .rejectRequote: .requote
        case .rejectInvalidStops: .invalidStops
        case .rejectBusy: .tooManyRequests
        case .rejectTimeout: .timeout
        case .rejectError: .error
        case .rejectLocked: .locked
        case .rejectFrozen: .frozen
        case .rejectPriceOff: .priceOff
        case .rejectMarketClosed: .marketClosed
        case .rejectTradeDisabled: .tradeDisabled
        case .rejectConnection: .connection
        default: nil
        }
    }

    static let rejections = allCases.filter { $0.rejection != nil }
}
