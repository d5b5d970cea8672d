import Core
import GRDB
import Runtime

/// The open positions as the tables hold them.
extension Store {
    /// In one transaction, so that it fits the place in the log that comes with it.
    func book() throws(StoreTrouble) -> (book: TradeBook, position: LogPosition?) {
        try read { db in
            var book = TradeBook()
            let position = try Self.progress(db)?.position
            book.sequence = position?.sequence ?? 0
            let rows = try Row.fetchCursor(db, sql: "SELECT * FROM positions WHERE state = 'open'")
            while let row = try rows.next() {
                guard let (ticket, entry) = Self.entry(row) else {
                    throw StoreTrouble.corrupt("a position that no record describes")
                }
                book.positions[ticket] = entry
            }
            // Deal numbers have 64 bits without a sign: compared as text they need equal lengths.
            let deal = try String.fetchOne(
                db, sql: "SELECT deal FROM deals ORDER BY length(deal) DESC, deal DESC LIMIT 1")
            book.lastDeal = deal.flatMap { UInt64($0) } ?? 0
            let time = try Int64.fetchOne(db, sql: "SELECT max(time_ms) FROM deals")
            book.lastDealTime = MarketTime(milliseconds: max(time ?? 0, 0))
            try Self.recall(into: &book, db)
            return (book, position)
        }
    }

    /// The recent past, and what is under way.
    private static func recall(into book: inout TradeBook, _ db: Database) throws {
        if let at = try Int64.fetchOne(db, sql: "SELECT at FROM records ORDER BY seq DESC LIMIT 1") {
            book.lastAt = WallTime(nanoseconds: at * 1_000)
        }
        let since = book.horizon.milliseconds
        let deals = try Row.fetchCursor(
            db, sql: "SELECT deal, time_ms FROM deals WHERE time_ms >= ?", arguments: [since])
        while let row = try deals.next() {
            guard let deal = UInt64(row["deal"] as String) else {
                throw StoreTrouble.corrupt("a deal without a number")
            }
            book.deals[deal] = MarketTime(milliseconds: row["time_ms"])
        }
        let trades = try Row.fetchCursor(
            db, sql: "SELECT position, closed_ms FROM trades WHERE closed_ms >= ?", arguments: [since])
        while let row = try trades.next() {
            guard let position = UInt64(row["position"] as String) else {
                throw StoreTrouble.corrupt("a trade without a position")
            }
            let time = MarketTime(milliseconds: row["closed_ms"])
            book.closed[PositionID(position)] = max(time, book.closed[PositionID(position)] ?? .unknown)
        }
        let requests = try Row.fetchCursor(
            db,
            sql: """
                SELECT request, ticket, stop FROM requests
                WHERE request IS NOT NULL AND ticket IS NOT NULL AND ended_seq IS NULL ORDER BY seq
                """)
        while let row = try requests.next() {
            guard let request = UInt64(row["request"] as String), let ticket = UInt64(row["ticket"] as String)
            else { throw StoreTrouble.corrupt("a request without a number") }
            book.asked[RequestID(request)] = TradeBook.Asked(
                ticket: Ticket(ticket), stop: (row["stop"] as Int64?).map { Price(points: $0) })
        }
    }

    private static func entry(_ row: Row) -> (Ticket, TradeBook.Entry)? {
        guard let ticket = UInt64(row["ticket"] as String), let position = UInt64(row["position"] as String),
            let magic = UInt64(row["magic"] as String), let digits = UInt8(exactly: row["digits"] as Int),
            digits <= TradedSymbol.digitsMax,
            let side = Side.allCases.first(where: { $0.text == row["side"] as String }),
            let origin = Origin.allCases.first(where: { $0.text == row["origin"] as String })
        else { return nil }
        let stop = (row["stop"] as Int64?).map { Price(points: $0) }
        let takeProfit = (row["take_profit"] as Int64?).map { Price(points: $0) }
        let opened = PositionOpened(
            position: PositionID(position), symbol: TradedSymbol(name: row["symbol"], digits: digits),
            side: side, volume: Volume(units: row["volume"]), price: Price(points: row["open_price"]),
            stop: (row["opened_stop"] as Int64?).map { Price(points: $0) },
            takeProfit: (row["opened_take_profit"] as Int64?).map { Price(points: $0) }, magic: Magic(magic),
            time: MarketTime(milliseconds: row["opened_ms"]), comment: row["comment"], origin: origin)
        var entry = TradeBook.Entry(opened)
        entry.stop = stop
        entry.takeProfit = takeProfit
        entry.firstStop = (row["first_stop"] as Int64?).map { Price(points: $0) }
        return (Ticket(ticket), entry)
    }
}
