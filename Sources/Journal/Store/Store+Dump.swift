import GRDB

/// The whole content in one fixed order, to tell whether two stores are the same.
extension Store {
    /// One line a row: its table and its values in the order of the columns, by primary key.
    public func dump(_ each: (String) throws -> Void) throws(StoreTrouble) {
        try read { db in
            for table in StoreSchema.tables {
                let rows = try Row.fetchCursor(db, sql: "SELECT * FROM \(table) ORDER BY 1")
                while let row = try rows.next() {
                    let values = row.databaseValues.map(\.description).joined(separator: "|")
                    try each("\(table)|\(values)")
                }
            }
        }
    }

    /// A checksum over the dump, and its number of rows.
    public func fingerprint() throws(StoreTrouble) -> (checksum: UInt32, rows: Int) {
        var checksum = Checksum()
        var rows = 0
        try dump { line in
            Array((line + "\n").utf8).withUnsafeBufferPointer { checksum.include($0) }
            rows += 1
        }
        return (checksum.value, rows)
    }
}
