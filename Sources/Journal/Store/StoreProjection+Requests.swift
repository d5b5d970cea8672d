import Core
import GRDB

/// Requests: asked, and how they ended.
extension StoreProjection {
    static func stopRequested(_ event: StopRequested, _ record: TradeRecord) -> [StoreChange] {
        let request = StoreChange.insert(
            "requests",
            [
                "seq": Int64(record.sequence), "request": event.request?.text, "ticket": record.ticket?.text,
                "kind": "stop", "disposition": event.disposition.text, "symbol": event.symbol.name,
                "digits": Int(event.symbol.digits), "side": event.side.text, "lane": event.lane.text,
                "cause": event.rule.text, "old_stop": event.oldStop?.points, "stop": event.stop.points,
                "bid": event.bid?.points, "ask": event.ask?.points, "worst_case": event.worstCase?.units,
                "cap_unreachable": event.isCapUnreachable ? 1 : 0, "at": record.microseconds,
                "state": state(event.disposition), "was_unknown": 0,
            ])
        guard let first = event.firstStop, let ticket = record.ticket else { return [request] }
        return [
            request,
            StoreChange(
                "UPDATE positions SET first_stop = ? WHERE ticket = ?", [first.points, ticket.text]),
        ]
    }

    static func takeProfitRequested(_ event: TakeProfitRequested, _ record: TradeRecord) -> StoreChange {
        .insert(
            "requests",
            [
                "seq": Int64(record.sequence), "request": event.request.text, "ticket": record.ticket?.text,
                "kind": "take_profit", "disposition": Disposition.sent.text, "symbol": event.symbol.name,
                "digits": Int(event.symbol.digits), "side": event.side.text, "lane": event.lane.text,
                "cause": "take_profit_lost", "old_stop": event.stop.points, "stop": event.stop.points,
                "cap_unreachable": 0, "at": record.microseconds, "state": state(.sent), "was_unknown": 0,
            ])
    }

    static func closeRequested(_ event: CloseRequested, _ record: TradeRecord) -> StoreChange {
        .insert(
            "requests",
            [
                "seq": Int64(record.sequence), "request": event.request?.text, "ticket": record.ticket?.text,
                "kind": "close", "disposition": event.disposition.text, "symbol": event.symbol.name,
                "digits": Int(event.symbol.digits), "side": event.side.text, "lane": event.lane.text,
                "cause": event.reason.text, "old_stop": event.stop?.points, "bid": event.bid?.points,
                "ask": event.ask?.points, "cap_unreachable": 0, "at": record.microseconds,
                "state": state(event.disposition), "was_unknown": 0,
            ])
    }

    private static func state(_ disposition: Disposition) -> String {
        switch disposition {
        case .sent: "under_way"
        case .shadow: "not_sent"
        }
    }

    static func confirmed(_ event: RequestConfirmed, _ record: TradeRecord) -> [StoreChange] {
        let end = ended(event.request, "confirmed", record, after: event.after)
        guard event.stop != nil else { return [end] }
        return [end, levels(event.stop, event.takeProfit, record)]
    }

    /// The first ending holds.
    static func ended(
        _ request: RequestID, _ state: String, _ record: TradeRecord, retcode: UInt32? = nil,
        refusal: String? = nil, after: TimeSpan? = nil
    ) -> StoreChange {
        StoreChange(
            """
            UPDATE requests SET state = ?, retcode = ?, refusal = ?, after_ns = ?, ended_seq = ?
            WHERE request = ? AND ended_seq IS NULL
            """,
            [
                state, retcode.map { Int64($0) }, refusal, after?.nanoseconds, Int64(record.sequence),
                request.text,
            ])
    }
}
