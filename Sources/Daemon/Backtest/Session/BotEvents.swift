import Core

/// What whoever guarded a recorded session asked of its broker; docs/backtest.md states the format.
struct BotEvents: Sendable {
    enum Kind: String, CaseIterable {
        case filled
        case requested = "modify_requested"
        case modified
    }

    static let columns = [
        "time", "kind", "ticket", "symbol", "side", "lots", "entry_price", "stop_loss", "previous_stop_loss",
        "take_profit", "retcode",
    ]

    private(set) var fills = 0
    /// Requests to change a stop.
    private(set) var requests = 0
    /// Changes that the broker confirmed.
    private(set) var accepted = 0
    /// Confirmed changes that moved no stop.
    private(set) var idle = 0
    /// How often the broker gave which code.
    private(set) var codes: [String: Int] = [:]

    /// - Throws: everything that is wrong with it, each with its line.
    init(_ table: CSVTable) throws(InputProblems) {
        var reader = try ColumnReader(
            table.header, required: ["time", "kind", "ticket", "retcode"], optional: Self.columns)
        let kinds = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        for row in table.rows {
            _ = reader.required(row, "time", MarketTime.form) { MarketTime(written: $0) }
            _ = reader.ticket(row)
            switch reader.required(row, "kind", "one of \(kinds)", { Kind(rawValue: $0) }) {
            case .filled: fills += 1
            case .requested: requests += 1
            case .modified:
                let code = reader.required(row, "retcode", "a return code of the broker") { UInt32($0) }
                guard let code else { continue }
                codes[String(code), default: 0] += 1
                guard ReturnCodeClass(code) == .done else { continue }
                accepted += 1
                let before = reader.text(row, "previous_stop_loss")
                if before != nil, before == reader.text(row, "stop_loss") { idle += 1 }
            case nil: continue
            }
        }
        try reader.finish()
    }
}
