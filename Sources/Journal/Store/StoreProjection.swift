import Core
import GRDB
import Runtime

/// What one record means for the store: a pure function, so that the same log always gives the same rows.
enum StoreProjection {
    static func changes(_ record: TradeRecord, at position: LogPosition) -> [StoreChange] {
        let index = StoreChange.insert(
            "records",
            [
                "seq": Int64(record.sequence), "at": record.microseconds, "event": record.event.name.rawValue,
                "ticket": record.ticket?.text, "file": position.file.text, "offset": position.place.offset,
            ])
        return [index] + own(record)
    }

    private static func own(_ record: TradeRecord) -> [StoreChange] {
        switch record.event {
        case .opened(let event): return opened(event, record)
        case .closed(let event): return closed(event, record)
        case .deal(let event): return [deal(event, record)]
        case .stopRequested(let event): return stopRequested(event, record)
        case .takeProfitRequested(let event): return [takeProfitRequested(event, record)]
        case .closeRequested(let event): return [closeRequested(event, record)]
        case .confirmed(let event): return confirmed(event, record)
        case .rejected(let event):
            return [ended(event.request, "rejected", record, retcode: event.code)]
        case .declined(let event):
            return [ended(event.request, "declined", record, refusal: event.refusal.text)]
        case .resolved(let event):
            return [
                ended(event.request, event.resolution.text, record, retcode: event.code, after: event.after)
            ]
        case .unknown(let event):
            return [
                StoreChange(
                    "UPDATE requests SET state = 'unknown', was_unknown = 1 WHERE request = ?",
                    [event.request.text])
            ]
        case .personEdited(let event):
            return [levels(event.stop, event.takeProfit, record)]
        case .guardActed(let event):
            return event.kind == .stopPlaced ? [stop(event.stop, record)] : []
        case .lateRegression(let event):
            return [stop(event.stop, record), incident(record, "late_regression", 0, "")]
        case .incident(let event):
            return [incident(record, event.kind.text, event.value, event.text)]
        case .leaseTimeout(let event):
            return [incident(record, "lease_timeout", event.held.nanoseconds, "")]
        case .uncovered(let event):
            return [incident(record, "uncovered", event.lasted.nanoseconds, event.reason.text)]
        case .gap(let event): return [incident(record, "gap", Int64(event.records), "")]
        case .repaired(let event):
            return [incident(record, "repaired", Int64(event.bytes), "\(event.kind.text) \(event.file)")]
        case .orphan(let event): return [incident(record, "orphan", 0, event.text)]
        case .breaker(let event):
            return event.state == .opened ? [incident(record, "breaker", 0, event.cause?.text ?? "")] : []
        case .linkLost(let event):
            return [incident(record, "link_lost", event.lasted.nanoseconds, event.reason)]
        case .minute(let event): return [minute(event, record)]
        case .sample(let event): return [sample(event, record)]
        case .reconciliation(let event): return [reconciliation(event, record)]
        case .decision(let event): return [decision(event, record)]
        case .started, .stopped, .linked, .modeChanged, .failSafe, .lateAnswer, .setAside, .killSwitch,
            .ordered, .takeProfitLost, .ticketChanged:
            return []
        }
    }
}

extension TradeRecord {
    var microseconds: Int64 { UTC(at).microseconds }
}

extension Ticket { var text: String { String(rawValue) } }
extension PositionID { var text: String { String(rawValue) } }
extension RequestID { var text: String { String(rawValue) } }
extension Magic { var text: String { String(rawValue) } }

extension LogWord {
    var text: String { word.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } }
}
