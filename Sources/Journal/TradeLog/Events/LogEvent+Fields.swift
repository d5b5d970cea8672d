extension LogEvent {
    public var name: EventName {
        switch self {
        case .started: .started
        case .stopped: .stopped
        case .linked: .linked
        case .linkLost: .linkLost
        case .modeChanged: .modeChanged
        case .opened: .opened
        case .ticketChanged: .ticketChanged
        case .deal: .deal
        case .closed: .closed
        case .stopRequested: .stopRequested
        case .takeProfitRequested: .takeProfitRequested
        case .closeRequested: .closeRequested
        case .confirmed: .confirmed
        case .rejected: .rejected
        case .declined: .declined
        case .failSafe: .failSafe
        case .unknown: .unknown
        case .resolved: .resolved
        case .lateAnswer: .lateAnswer
        case .leaseTimeout: .leaseTimeout
        case .breaker: .breaker
        case .setAside: .setAside
        case .killSwitch: .killSwitch
        case .ordered: .ordered
        case .guardActed: .guardActed
        case .uncovered: .uncovered
        case .personEdited: .personEdited
        case .lateRegression: .lateRegression
        case .takeProfitLost: .takeProfitLost
        case .reconciliation: .reconciliation
        case .orphan: .orphan
        case .incident: .incident
        case .gap: .gap
        case .minute: .minute
        case .sample: .sample
        case .decision: .decision
        case .repaired: .repaired
        }
    }

    /// An event of that kind, for a reader to fill.
    init(_ name: EventName) {
        switch name {
        case .started: self = .started(DaemonStarted())
        case .stopped: self = .stopped(DaemonStopped())
        case .linked: self = .linked(LinkEstablished())
        case .linkLost: self = .linkLost(LinkLost())
        case .modeChanged: self = .modeChanged(ModeChanged())
        case .opened: self = .opened(PositionOpened())
        case .ticketChanged: self = .ticketChanged(TicketChanged())
        case .deal: self = .deal(DealRecorded())
        case .closed: self = .closed(PositionClosedRecord())
        case .stopRequested: self = .stopRequested(StopRequested())
        case .takeProfitRequested: self = .takeProfitRequested(TakeProfitRequested())
        case .closeRequested: self = .closeRequested(CloseRequested())
        case .confirmed: self = .confirmed(RequestConfirmed())
        case .rejected: self = .rejected(RequestRejected())
        case .declined: self = .declined(RequestDeclined())
        case .failSafe: self = .failSafe(FailSafeRefused())
        case .unknown: self = .unknown(RequestUnknown())
        case .resolved: self = .resolved(RequestResolved())
        case .lateAnswer: self = .lateAnswer(LateAnswer())
        case .leaseTimeout: self = .leaseTimeout(LeaseTimeout())
        case .breaker: self = .breaker(BreakerMoved())
        case .setAside: self = .setAside(PositionSetAside())
        case .killSwitch: self = .killSwitch(KillSwitchMoved())
        case .ordered: self = .ordered(OrderGiven())
        case .guardActed: self = .guardActed(GuardRecord())
        case .uncovered: self = .uncovered(PositionUncovered())
        case .personEdited: self = .personEdited(PersonEdited())
        case .lateRegression: self = .lateRegression(LateRegression())
        case .takeProfitLost: self = .takeProfitLost(TakeProfitLost())
        case .reconciliation: self = .reconciliation(ReconciliationReport())
        case .orphan: self = .orphan(OrphanFound())
        case .incident: self = .incident(Incident())
        case .gap: self = .gap(RecordsMissing())
        case .minute: self = .minute(MinuteOfLatency())
        case .sample: self = .sample(ProcessSample())
        case .decision: self = .decision(GateDecision())
        case .repaired: self = .repaired(LogRepaired())
        }
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        switch self {
        case .started(var event):
            event.visit(&fields)
            self = .started(event)
        case .stopped(var event):
            event.visit(&fields)
            self = .stopped(event)
        case .linked(var event):
            event.visit(&fields)
            self = .linked(event)
        case .linkLost(var event):
            event.visit(&fields)
            self = .linkLost(event)
        case .modeChanged(var event):
            event.visit(&fields)
            self = .modeChanged(event)
        case .opened(var event):
            event.visit(&fields)
            self = .opened(event)
        case .ticketChanged(var event):
            event.visit(&fields)
            self = .ticketChanged(event)
        case .deal(var event):
            event.visit(&fields)
            self = .deal(event)
        case .closed(var event):
            event.visit(&fields)
            self = .closed(event)
        case .stopRequested(var event):
            event.visit(&fields)
            self = .stopRequested(event)
        case .takeProfitRequested(var event):
            event.visit(&fields)
            self = .takeProfitRequested(event)
        case .closeRequested(var event):
            event.visit(&fields)
            self = .closeRequested(event)
        case .confirmed(var event):
            event.visit(&fields)
            self = .confirmed(event)
        case .rejected(var event):
            event.visit(&fields)
            self = .rejected(event)
        case .declined(var event):
            event.visit(&fields)
            self = .declined(event)
        case .failSafe(var event):
            event.visit(&fields)
            self = .failSafe(event)
        case .unknown(var event):
            event.visit(&fields)
            self = .unknown(event)
        case .resolved(var event):
            event.visit(&fields)
            self = .resolved(event)
        case .lateAnswer(var event):
            event.visit(&fields)
            self = .lateAnswer(event)
        case .leaseTimeout(var event):
            event.visit(&fields)
            self = .leaseTimeout(event)
        case .breaker(var event):
            event.visit(&fields)
            self = .breaker(event)
        case .setAside(var event):
            event.visit(&fields)
            self = .setAside(event)
        case .killSwitch(var event):
            event.visit(&fields)
            self = .killSwitch(event)
        case .ordered(var event):
            event.visit(&fields)
            self = .ordered(event)
        case .guardActed(var event):
            event.visit(&fields)
            self = .guardActed(event)
        case .uncovered(var event):
            event.visit(&fields)
            self = .uncovered(event)
        case .personEdited(var event):
            event.visit(&fields)
            self = .personEdited(event)
        case .lateRegression(var event):
            event.visit(&fields)
            self = .lateRegression(event)
        case .takeProfitLost(var event):
            event.visit(&fields)
            self = .takeProfitLost(event)
        case .reconciliation(var event):
            event.visit(&fields)
            self = .reconciliation(event)
        case .orphan(var event):
            event.visit(&fields)
            self = .orphan(event)
        case .incident(var event):
            event.visit(&fields)
            self = .incident(event)
        case .gap(var event):
            event.visit(&fields)
            self = .gap(event)
        case .minute(var event):
            event.visit(&fields)
            self = .minute(event)
        case .sample(var event):
            event.visit(&fields)
            self = .sample(event)
        case .decision(var event):
            event.visit(&fields)
            self = .decision(event)
        case .repaired(var event):
            event.visit(&fields)
            self = .repaired(event)
        }
    }
}
