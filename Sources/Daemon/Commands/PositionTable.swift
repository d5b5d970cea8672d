/// Positions as a table in plain text, one line each.
struct PositionTable {
    private static let titles = [
        "ticket", "symbol", "side", "lots", "entry", "price", "stop", "wanted", "worst", "t/p", "age",
    ]
    /// Whether a column is text (left) or a number (right).
    private static let isText = [
        false, true, true, false, false, false, false, false, false, false, false,
    ]

    private let positions: [PositionReport]

    init(_ positions: [PositionReport]) { self.positions = positions }

    var text: String { lines.joined(separator: "\n") + "\n" }

    /// The title line first.
    var lines: [String] {
        let rows = [Self.titles] + positions.map(cells)
        let widths = Self.titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return Self.isText[column] ? row[column] + padding : padding + row[column]
            }.joined(separator: "  ")
        }
    }

    private func cells(_ position: PositionReport) -> [String] {
        [
            String(position.ticket), position.symbol, position.side, position.lots, position.entry,
            position.price ?? "-", position.stop ?? (position.rules == nil ? "-" : "NONE"),
            position.wanted ?? "",
            position.worstCase.map(cents) ?? (position.rules == nil ? "unmanaged" : "?"),
            position.takeProfit ?? "-", "\(Int(position.ageSeconds)) s",
        ]
    }

    /// At most two decimals, cut off: eight are for machines.
    private func cents(_ amount: String) -> String {
        guard let point = amount.firstIndex(of: ".") else { return amount }
        return String(
            amount.prefix(
                upTo: amount.index(point, offsetBy: 3, limitedBy: amount.endIndex) ?? amount.endIndex))
    }
}
