import Core
import GRDB

/// Positions, trades and deals.
extension StoreProjection {
    static func opened(_ event: PositionOpened, _ record: TradeRecord) -> [StoreChange] {
        guard let ticket = record.ticket else { return [] }
        return [
            .insert(
                "positions",
                [
                    "ticket": ticket.text, "position": event.position.text, "symbol": event.symbol.name,
                    "digits": Int(event.symbol.digits), "side": event.side.text, "volume": event.volume.units,
                    "open_price": event.price.points, "opened_stop": event.stop?.points,
                    "opened_take_profit": event.takeProfit?.points, "stop": event.stop?.points,
                    "take_profit": event.takeProfit?.points, "magic": event.magic.text,
                    "comment": event.comment, "opened_ms": event.time.milliseconds, "state": "open",
                    "origin": event.origin.text, "opened_seq": Int64(record.sequence),
                    "changed_seq": Int64(record.sequence),
                ])
        ]
    }

    static func closed(_ event: PositionClosedRecord, _ record: TradeRecord) -> [StoreChange] {
        guard let ticket = record.ticket else { return [] }
        return [
            StoreChange(
                "UPDATE positions SET state = 'closed', changed_seq = ? WHERE ticket = ?",
                [Int64(record.sequence), ticket.text]),
            .insert(
                "trades",
                [
                    "ticket": ticket.text, "position": event.position.text, "symbol": event.symbol.name,
                    "digits": Int(event.symbol.digits), "side": event.side.text, "volume": event.volume.units,
                    "open_price": event.openPrice.points, "price": event.price?.points,
                    "reason": event.reason.text, "deal": event.deal.map { String($0) },
                    "request": event.request?.text, "profit": event.profit?.units,
                    "commission": event.commission?.units, "swap": event.swap?.units,
                    "fee": event.fee?.units, "stop": event.stop?.points, "slippage_points": event.slippage,
                    "opened_ms": event.opened.milliseconds, "closed_ms": event.closed.milliseconds,
                    "origin": event.origin.text, "at": record.microseconds, "seq": Int64(record.sequence),
                    "rules": event.rules, "micro_loss_below": event.microLossBelow?.units,
                    "micro_loss": event.isMicroLoss ? 1 : 0,
                ]),
        ]
    }

    static func deal(_ event: DealRecorded, _ record: TradeRecord) -> StoreChange {
        .insert(
            "deals",
            [
                "deal": String(event.deal), "\"order\"": String(event.order),
                "position": event.position.text, "symbol": event.symbol.name,
                "digits": Int(event.symbol.digits), "kind": event.kind.text, "entry": event.entry.text,
                "reason": event.reason.text, "volume": event.volume.units, "price": event.price.points,
                "profit": event.profit.units, "commission": event.commission.units, "swap": event.swap.units,
                "fee": event.fee.units, "time_ms": event.time.milliseconds, "origin": event.origin.text,
                "seq": Int64(record.sequence),
            ])
    }

    /// Both levels of the record's position are these from here on.
    static func levels(_ stop: Price?, _ takeProfit: Price?, _ record: TradeRecord) -> StoreChange {
        StoreChange(
            "UPDATE positions SET stop = ?, take_profit = ?, changed_seq = ? WHERE ticket = ?",
            [stop?.points, takeProfit?.points, Int64(record.sequence), record.ticket?.text])
    }

    static func stop(_ stop: Price?, _ record: TradeRecord) -> StoreChange {
        StoreChange(
            "UPDATE positions SET stop = ?, changed_seq = ? WHERE ticket = ?",
            [stop?.points, Int64(record.sequence), record.ticket?.text])
    }
}
