import Core

/// Figures side by side, for people: names on the left, numbers right-aligned under their headings.
struct FigureTable {
    private var rows: [[String]]

    /// - Parameter columns: at least one; names are those of all, a figure that one lacks is left blank.
    init(_ columns: [(heading: String, figures: FigureSet)]) {
        var merged = FigureSet()
        for column in columns {
            for entry in merged.paired(with: column.figures) where merged[entry.name] == nil {
                merged = Self.union(merged, column.figures)
                break
            }
        }
        rows = [[""] + columns.map(\.heading)]
        for entry in merged.entries {
            rows.append([Self.title(entry.name)] + columns.map { $0.figures[entry.name]?.text ?? "" })
        }
    }

    private static func union(_ one: FigureSet, _ two: FigureSet) -> FigureSet {
        var union = FigureSet()
        for entry in one.paired(with: two) {
            if let value = entry.one ?? entry.two { union.add(entry.name, value) }
        }
        return union
    }

    /// "exits.take_profit" reads "  take profit" under its group.
    private static func title(_ name: String) -> String {
        let parts = name.split(separator: ".", maxSplits: 1)
        let words = parts.joined(separator: ": ").replacing("_", with: " ")
        return parts.count == 2 ? "  " + words : words
    }

    var text: String {
        let columns = rows.map(\.count).max() ?? 0
        let widths = (0..<columns).map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = row[0] + String(repeating: " ", count: widths[0] - row[0].count)
            for column in 1..<columns {
                line += "  " + String(repeating: " ", count: widths[column] - row[column].count) + row[column]
            }
            while line.last == " " { line.removeLast() }
            return line + "\n"
        }.joined()
    }
}
