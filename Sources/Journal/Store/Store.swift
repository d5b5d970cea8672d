import Core
import GRDB

/// The query store of one account: what the trade log says, as tables.
///
/// Derived from the log alone, record by record, each with its place in one transaction: after a crash it goes
/// on where it was, and built anew it holds the same rows. It may be deleted at any time. Owner: one thread.
public final class Store {
    /// Records applied in one transaction.
    static let batchMax = 1_024

    public let path: String
    private let folder: LogFolder
    private let database: DatabaseQueue
    private var tail: LogTail
    /// The number of the record applied last.
    public private(set) var applied: UInt64

    /// The database file of an account.
    public static func path(of account: AccountNumber, in state: String) -> String {
        "\(state)/\(LogFolder.name)/\(account.rawValue)/store.sqlite"
    }

    /// Opens the store, or makes an empty one, for the log in `folder`, whose folder must be there.
    public init(_ path: String, of folder: LogFolder) throws(StoreTrouble) {
        self.path = path
        self.folder = folder
        Self.makePrivate(path, on: folder.disk)
        database = try Self.perform { try Self.open(path) }
        let position = try Self.perform { [database] in try database.read { try Self.progress($0) } }
        if let position {
            guard position.account == folder.account.rawValue.description, folder.holds(position.position)
            else { throw .foreign }
        }
        applied = position?.position.sequence ?? 0
        do throws(DiskError) {
            tail = try LogTail(folder, after: position?.position)
        } catch {
            throw .log(error)
        }
    }

    /// SQLite would make the file readable to everybody; it takes an empty one as a new database.
    private static func makePrivate(_ path: String, on disk: any JournalDisk) {
        do throws(DiskError) {
            _ = try disk.create(path)
        } catch {
            // It is there, or opening it will say what is wrong.
            return
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.busyMode = .timeout(1)
        configuration.label = "store"
        let database = try DatabaseQueue(path: path, configuration: configuration)
        // GRDB relaxes this in WAL mode; a store that lags behind its log after a power cut is no harm, but a
        // damaged one is work.
        try database.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
        let migrator = StoreSchema.migrator
        guard try !database.read({ try migrator.hasBeenSuperseded($0) }) else { throw StoreTrouble.newer }
        try migrator.migrate(database)
        return database
    }

    /// Applies what the log has, up to and including record `limit`, at most `batchMax` records.
    ///
    /// - Returns: whether there may be more.
    public func advance(to limit: UInt64 = .max) throws(StoreTrouble) -> Bool {
        var batch: [(record: TradeRecord, position: LogPosition)] = []
        // Only what is applied was read: on any error the log is read again from there.
        var ahead = tail
        do throws(DiskError) {
            while batch.count < Self.batchMax, applied + UInt64(batch.count) < limit {
                guard let next = try ahead.next(), next.record.sequence <= limit else { break }
                batch.append(next)
            }
        } catch {
            throw .log(error)
        }
        guard let last = batch.last else { return false }
        let account = folder.account
        try Self.perform { [database] in
            try database.write { db in
                for (record, position) in batch {
                    for change in StoreProjection.changes(record, at: position) {
                        let statement = try db.cachedStatement(sql: change.sql)
                        try statement.execute(arguments: StatementArguments(change.arguments))
                    }
                }
                try Self.keep(last.position, of: account, db)
            }
        }
        tail = ahead
        applied = last.record.sequence
        return batch.count == Self.batchMax
    }

    /// Lines of the log that could not be read.
    public var damaged: Int { tail.damaged }

    /// Writes everything into the one database file and closes it.
    func close() throws(StoreTrouble) {
        try Self.perform { [database] in
            try database.writeWithoutTransaction { db in _ = try db.checkpoint(.truncate) }
            try database.close()
        }
    }

    /// Runs a query; the store changes meanwhile only by its own thread.
    public func read<Value>(_ body: (Database) throws -> Value) throws(StoreTrouble) -> Value {
        try Self.perform { [database] in try database.read(body) }
    }

    /// Puts what SQLite and GRDB throw into our own terms.
    static func perform<Value>(_ body: () throws -> Value) throws(StoreTrouble) -> Value {
        do {
            return try body()
        } catch let trouble as StoreTrouble {
            throw trouble
        } catch let error as DatabaseError {
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: throw .locked
            case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw .corrupt("\(error)")
            default: throw .failed("\(error)")
            }
        } catch {
            throw .failed("\(error)")
        }
    }
}
