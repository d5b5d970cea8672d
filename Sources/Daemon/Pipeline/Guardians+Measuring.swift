import Bridge
import Core
import Runtime

/// What is counted and timed of the messages and decisions that pass.
extension Guardians {
    mutating func observe(_ message: TerminalMessage, of index: Int, at received: Instant) {
        switch message {
        case .tick(let tick):
            stages?.saw(tick.seen)
            if accounts[index].tickReceived == nil { accounts[index].tickReceived = received }
        case .position(let position): accounts[index].latencies.see(position, at: received)
        case .positionClosed(let closed): accounts[index].latencies.forget(closed.ticket)
        case .guardActed(let acted):
            if acted.kind == .stopPlaced { accounts[index].guardStops += 1 }
            record(.guardActed(acted), of: accounts[index].number)
        case .hello, .proof, .snapshotBegin, .symbolSpec, .valuation, .account, .snapshotEnd, .deal,
            .tradeEvent, .dealHistoryBegin, .dealHistoryEnd, .minuteBars, .minuteBarsEnd, .result,
            .readBack, .heartbeat, .panel:
            break
        }
    }

    mutating func noteRequest(_ command: ModifyStop, of index: Int) {
        accounts[index].hasRequested = true
        guard stages != nil, let received = accounts[index].tickReceived else { return }
        stages?.decided(command, received: received)
    }

    mutating func observe(_ note: AccountNote, of index: Int, at now: Instant) {
        if case .confirmed(let request, _, let after) = note {
            accounts[index].latencies.requestToConfirm.record(after)
            stages?.confirmed(request, at: now)
        } else if case .leaseTimeout(let ticket, let request, _) = note {
            accounts[index].leases.expire(ticket, request)
        } else if case .closed(let ticket) = note {
            accounts[index].leases.close(ticket)
        }
    }
}
