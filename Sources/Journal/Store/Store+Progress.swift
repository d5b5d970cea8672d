import Core
import GRDB

/// How far the store has come in the log: kept in the same transaction as the rows.
extension Store {
    static func keep(_ position: LogPosition, of account: AccountNumber, _ db: Database) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR REPLACE INTO progress (id, account, file, line, offset, length, seq, checksum)
                VALUES (1, ?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(
            arguments: [
                account.rawValue.description, position.file.text, position.place.line, position.place.offset,
                position.place.length, Int64(position.sequence), Int64(position.checksum),
            ])
    }

    /// - Throws: `StoreTrouble.corrupt` when what is there is no place in a log.
    static func progress(_ db: Database) throws -> (account: String, position: LogPosition)? {
        guard let row = try Row.fetchOne(db, sql: "SELECT * FROM progress") else { return nil }
        let text: String = row["file"]
        guard let file = LogFileName(text), let checksum = UInt32(exactly: row["checksum"] as Int64),
            let sequence = UInt64(exactly: row["seq"] as Int64)
        else { throw StoreTrouble.corrupt("no place in a log") }
        let place = LinePlace(line: row["line"], offset: row["offset"], length: row["length"])
        return (
            row["account"],
            LogPosition(file: file, place: place, sequence: sequence, checksum: checksum)
        )
    }
}

extension LogFolder {
    /// Whether that very record still stands there.
    func holds(_ position: LogPosition) -> Bool {
        do {
            let file = try disk.open(path(of: position.file), for: .reading)
            let line = try file.read(position.place.length, at: position.place.offset)
            let record = try TradeRecord(line: line, in: 0..<max(0, line.count - 1))
            return record.sequence == position.sequence && record.checksum == position.checksum
        } catch {
            return false
        }
    }
}
