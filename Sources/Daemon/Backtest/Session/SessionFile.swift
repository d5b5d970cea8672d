import Broker
import Core

/// A file of readings: market and positions at once; docs/backtest.md states the format.
enum SessionFile {
    static let columns = [
        "time", "ticket", "symbol", "side", "lots", "entry_price", "current_price", "sl_price", "profit_usd",
        "age_s",
    ]

    /// Whether a table is one, by its header.
    static func isSession(_ header: [String]) -> Bool {
        header.contains("current_price") && header.contains("profit_usd")
    }

    /// Readings in the order of the file, and the symbols in the order in which they appear.
    struct Content {
        var readings: [SessionReading]
        var symbols: [Symbol]
    }

    struct Symbol {
        let name: String
        let digits: Int
    }

    /// - Throws: everything that is wrong with it, each with its line.
    static func read(_ table: CSVTable) throws(InputProblems) -> Content {
        var reader = try ColumnReader(table.header, required: columns)
        let symbols = symbols(table, reader)
        var places: [String: Int] = [:]
        for (place, symbol) in symbols.enumerated() { places[symbol.name] = place }
        var readings: [SessionReading] = []
        for row in table.rows {
            guard let name = reader.required(row, "symbol", "a name", { $0 }), let place = places[name]
            else { continue }
            let digits = symbols[place].digits
            guard let reading = reading(row, &reader, SymbolIndex(place), digits: digits) else { continue }
            if let last = readings.last, reading.time < last.time {
                reader.report(row, "\"time\" is earlier than on line \(last.line)")
            }
            readings.append(reading)
        }
        try reader.finish()
        guard !readings.isEmpty else {
            throw InputProblems(problems: [.init(line: 1, message: "there is no reading in the file")])
        }
        return Content(readings: readings, symbols: symbols)
    }

    /// A symbol has as many decimals as its prices show.
    private static func symbols(_ table: CSVTable, _ reader: ColumnReader) -> [Symbol] {
        var names: [String] = []
        var digits: [String: Int] = [:]
        for row in table.rows {
            guard let name = reader.text(row, "symbol") else { continue }
            if digits[name] == nil { names.append(name) }
            var most = digits[name] ?? 0
            for column in ["current_price", "sl_price"] {
                guard let written = reader.text(row, column) else { continue }
                most = max(most, RoundedDecimal.decimals(of: written) ?? 0)
            }
            digits[name] = most
        }
        return names.map { Symbol(name: $0, digits: digits[$0] ?? 0) }
    }

    private static func reading(
        _ row: CSVTable.Row, _ reader: inout ColumnReader, _ symbol: SymbolIndex, digits: Int
    ) -> SessionReading? {
        func price(_ text: String) -> Price? {
            RoundedDecimal.scaled(text, decimals: digits).map { Price(points: $0) }.flatMap {
                $0.isQuotable ? $0 : nil
            }
        }
        let time = reader.required(row, "time", MarketTime.form) { MarketTime(written: $0) }
        let ticket = reader.ticket(row)
        let side = reader.side(row)
        let volume = reader.required(row, "lots", "a number of lots above 0") { text in
            Volume(lots: text).flatMap { $0 > .zero && $0.units <= Volume.limit ? $0 : nil }
        }
        let openPrice = reader.required(row, "entry_price", "a price above 0", price)
        let current = reader.required(row, "current_price", "a price above 0", price)
        let stop = reader.optional(row, "sl_price", "a price above 0", price)
        let profit = reader.required(row, "profit_usd", "an amount") { text in
            RoundedDecimal.scaled(text, decimals: 8).map { Money(units: $0) }
        }
        let age = reader.required(row, "age_s", "a number of seconds from 0") { text in
            RoundedDecimal.scaled(text, decimals: 3).flatMap { $0 >= 0 ? TimeSpan.milliseconds($0) : nil }
        }
        guard let time, let ticket, let side, let volume, let openPrice, let current, let profit, let age
        else { return nil }
        return SessionReading(
            line: row.line, time: time, ticket: ticket, symbol: symbol, side: side, volume: volume,
            openPrice: openPrice, price: current, stopLoss: stop, profit: profit, age: age)
    }
}
