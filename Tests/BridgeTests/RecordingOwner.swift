import Bridge
import Core

/// An owner that keeps what it is told and gives every position without a stop one, once.
struct RecordingOwner: LinkOwner {
    var notices: [LinkNotice] = []
    var stopsSent = 0
    /// The events it acknowledges.
    var acknowledged: Set<TradeEvent.Turn> = []
    /// Sent to every linked account at the end of each wake-up.
    var flood = 0
    var linked: Set<AccountNumber> = []
    var wakeUps = 0

    mutating func receive(_ notice: LinkNotice, received: Instant, into outbox: inout Outbox) {
        notices.append(notice)
        switch notice.event {
        case .established: linked.insert(notice.account)
        case .lost: linked.remove(notice.account)
        case .snapshot(let snapshot):
            for position in snapshot.positions where position.stopLoss == nil && stopsSent == 0 {
                stopsSent += 1
                outbox.send(
                    .modifyStop(
                        ModifyStop(
                            request: RequestID(1), ticket: position.ticket, symbol: position.symbol,
                            side: position.side, isCapUnreachable: false, mayLoosen: false,
                            stopLoss: Price(points: 108_400), expectedStopLoss: nil, expectedTakeProfit: nil,
                            takeProfit: nil, maxLoss: Money(units: 285_000_000),
                            cause: snapshot.ticks.first?.seen ?? .zero, limit_ms: 1_000, lane: .firstStop)),
                    to: notice.account)
            }
        case .event(let event):
            if acknowledged.contains(event.turn) { outbox.acknowledge(event.name, of: notice.account) }
        case .clock, .message, .eventsLost, .dealHistory, .minuteBars: break
        }
    }

    mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {
        wakeUps += 1
        for account in linked {
            for number in 0..<flood {
                outbox.send(
                    .readBackRequest(
                        ReadBackRequest(request: RequestID(UInt64(number)), ticket: Ticket(1))), to: account)
            }
        }
    }

    func status(of account: AccountNumber) -> LinkStatus {
        LinkStatus(mode: .protect, latch: .none, guarded: 0, managed: 1, worstCaseLoss: .zero)
    }

    var nextWake: Instant { .never }

    var establishedCount: Int {
        notices.count { if case .established = $0.event { true } else { false } }
    }
    var snapshotCount: Int {
        notices.count { if case .snapshot = $0.event { true } else { false } }
    }
    var losses: [LinkLoss] {
        notices.compactMap { if case .lost(let loss) = $0.event { loss } else { nil } }
    }
}
