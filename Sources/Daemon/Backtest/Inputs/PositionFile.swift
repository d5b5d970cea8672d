import Broker
import Core

/// One position of a record: what is to be opened, and when its owner closes it.
struct RecordedPosition: Sendable {
    /// Where the record says so, counted from 1.
    var line: Int
    var opening: RecordedOpening
    /// `nil`: it stays open until its stop, its target or the end of the market.
    var closed: MarketTime?
}

/// A file of positions, one a line; docs/backtest.md states the format.
enum PositionFile {
    static let required = ["ticket", "symbol", "side", "lots", "open_time", "open_price"]
    static let optional = [
        "stop_loss", "take_profit", "close_time", "commission", "swap", "magic", "comment",
    ]

    /// - Parameter contracts: of the symbols that are quoted; what a price and a volume may be follows from them.
    /// - Throws: everything that is wrong with it, each with its line.
    static func read(_ table: CSVTable, contracts: [Contract]) throws(InputProblems) -> [RecordedPosition] {
        var reader = try ColumnReader(table.header, required: required, optional: optional)
        var lines: [Ticket: Int] = [:]
        var positions: [RecordedPosition] = []
        for row in table.rows {
            if let position = position(row, &reader, contracts) { positions.append(position) }
            guard let ticket = reader.text(row, "ticket").flatMap({ UInt64($0) }).map({ Ticket($0) })
            else { continue }
            if let first = lines[ticket] {
                reader.report(row, "ticket \(ticket.rawValue) is on line \(first) already")
            } else {
                lines[ticket] = row.line
            }
        }
        try reader.finish()
        guard !positions.isEmpty else {
            throw InputProblems(problems: [.init(line: 1, message: "there is no position in the file")])
        }
        return positions
    }

    private static func position(
        _ row: CSVTable.Row, _ reader: inout ColumnReader, _ contracts: [Contract]
    ) -> RecordedPosition? {
        let ticket = reader.ticket(row)
        let side = reader.side(row)
        let opened = reader.required(row, "open_time", MarketTime.form) { MarketTime(written: $0) }
        let closed = reader.optional(row, "close_time", MarketTime.form) { MarketTime(written: $0) }
        let commission = reader.optional(row, "commission", "an amount such as -0.07") { Money($0) }
        let swap = reader.optional(row, "swap", "an amount such as -0.07") { Money($0) }
        let magic = reader.optional(row, "magic", "a whole number from 0") { UInt64($0).map { Magic($0) } }
        if let opened, let closed, closed <= opened {
            reader.report(row, "\"close_time\" must be later than \"open_time\"")
        }
        guard let symbol = symbol(row, &reader, contracts) else { return nil }
        let contract = contracts[symbol.rawValue]
        let volume = reader.required(row, "lots", lots(contract)) { text in
            Volume(lots: text).flatMap { contract.accepts($0) ? $0 : nil }
        }
        let kind = "a price above 0 with at most \(contract.digits) decimals"
        func price(_ text: String) -> Price? {
            Price(text, digits: contract.digits).flatMap {
                $0.isQuotable && contract.isOnGrid($0) ? $0 : nil
            }
        }
        let openPrice = reader.required(row, "open_price", kind, price)
        let stopLoss = reader.optional(row, "stop_loss", kind, price)
        let takeProfit = reader.optional(row, "take_profit", kind, price)
        guard let ticket, let side, let opened, let volume, let openPrice else { return nil }
        return RecordedPosition(
            line: row.line,
            opening: RecordedOpening(
                ticket: ticket, symbol: symbol, side: side, volume: volume, openPrice: openPrice,
                stopLoss: stopLoss, takeProfit: takeProfit, commission: commission ?? .zero,
                swap: swap ?? .zero, magic: magic ?? .manual, comment: reader.text(row, "comment") ?? "",
                opened: opened),
            closed: closed)
    }

    private static func symbol(
        _ row: CSVTable.Row, _ reader: inout ColumnReader, _ contracts: [Contract]
    ) -> SymbolIndex? {
        let names = contracts.map(\.name).joined(separator: ", ")
        return reader.required(row, "symbol", "a symbol that is quoted: \(names)") { name in
            contracts.firstIndex { $0.name == name }.map { SymbolIndex($0) }
        }
    }

    private static func lots(_ contract: Contract) -> String {
        "\(contract.volumeMin.lots) to \(contract.volumeMax.lots) lots in steps of \(contract.volumeStep.lots)"
    }
}
