import GRDB

/// One statement that brings the store up to date with one record.
struct StoreChange {
    let sql: String
    let arguments: [(any DatabaseValueConvertible)?]

    init(_ sql: String, _ arguments: [(any DatabaseValueConvertible)?]) {
        self.sql = sql
        self.arguments = arguments
    }

    /// A row of its own for what the record says.
    static func insert(_ table: String, _ row: KeyValuePairs<String, (any DatabaseValueConvertible)?>)
        -> StoreChange
    {
        let names = row.map(\.key).joined(separator: ", ")
        let marks = row.map { _ in "?" }.joined(separator: ", ")
        // A log that holds a number twice is damaged; the store keeps what came first.
        return StoreChange(
            "INSERT OR IGNORE INTO \(table) (\(names)) VALUES (\(marks))", row.map(\.value))
    }
}
