/// The log as a table: one row a record, one column a field, as CSV (RFC 4180).
///
/// The columns depend on the kinds of event alone, not on what the log holds: the header and then every field
/// of those kinds, in the order of the line; fields of the same name share a column.
public struct LogTable: Sendable {
    public let columns: [String]
    private let places: [String: Int]

    public init(of events: [EventName]) {
        var columns: [String] = []
        var places: [String: Int] = [:]
        for event in events {
            for (key, _) in TradeRecord(blank: event).fields where places[key] == nil {
                places[key] = columns.count
                columns.append(key)
            }
        }
        self.columns = columns
        self.places = places
    }

    public var header: String { Self.row(columns) }

    public func row(_ record: TradeRecord) -> String {
        var cells = [String](repeating: "", count: columns.count)
        for (key, text) in record.fields {
            if let place = places[key] { cells[place] = text }
        }
        return Self.row(cells)
    }

    private static func row(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",") + "\r\n"
    }

    private static func cell(_ text: String) -> String {
        let isPlain = !text.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
        return isPlain ? text : "\"" + text.replacing("\"", with: "\"\"") + "\""
    }
}
