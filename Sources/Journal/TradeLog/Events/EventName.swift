/// The name under which each kind of event stands in the log. Names are never changed or used again.
public enum EventName: String, Hashable, Sendable, CaseIterable {
    case started
    case stopped
    case linked
    case linkLost = "link_lost"
    case modeChanged = "mode_changed"
    case opened
    case ticketChanged = "ticket_changed"
    case deal
    case closed
    case stopRequested = "stop_requested"
    case takeProfitRequested = "take_profit_requested"
    case closeRequested = "close_requested"
    case confirmed
    case rejected
    case declined
    case failSafe = "fail_safe"
    case unknown
    case resolved
    case lateAnswer = "late_answer"
    case leaseTimeout = "lease_timeout"
    case breaker
    case setAside = "set_aside"
    case killSwitch = "kill_switch"
    case ordered
    case guardActed = "guard_acted"
    case uncovered
    case personEdited = "person_edited"
    case lateRegression = "late_regression"
    case takeProfitLost = "take_profit_lost"
    case reconciliation
    case orphan
    case incident
    case gap
    case minute
    case sample
    case decision
    case repaired
}

extension EventName: LogWord {
    var word: StaticString {
        switch self {
        case .started: "started"
        case .stopped: "stopped"
        case .linked: "linked"
        case .linkLost: "link_lost"
        case .modeChanged: "mode_changed"
        case .opened: "opened"
        case .ticketChanged: "ticket_changed"
        case .deal: "deal"
        case .closed: "closed"
        case .stopRequested: "stop_requested"
        case .takeProfitRequested: "take_profit_requested"
        case .closeRequested: "close_requested"
        case .confirmed: "confirmed"
        case .rejected: "rejected"
        case .declined: "declined"
        case .failSafe: "fail_safe"
        case .unknown: "unknown"
        case .resolved: "resolved"
        case .lateAnswer: "late_answer"
        case .leaseTimeout: "lease_timeout"
        case .breaker: "breaker"
        case .setAside: "set_aside"
        case .killSwitch: "kill_switch"
        case .ordered: "ordered"
        case .guardActed: "guard_acted"
        case .uncovered: "uncovered"
        case .personEdited: "person_edited"
        case .lateRegression: "late_regression"
        case .takeProfitLost: "take_profit_lost"
        case .reconciliation: "reconciliation"
        case .orphan: "orphan"
        case .incident: "incident"
        case .gap: "gap"
        case .minute: "minute"
        case .sample: "sample"
        case .decision: "decision"
        case .repaired: "repaired"
        }
    }
}
