import Core
import Glibc
import Runtime

/// The trade log of one account: every record durable exactly once, whatever the disk does.
///
///     append -> pending -> [write, sync, read back, compare] -> durable
///                  ^                 |
///                  |                 v any error
///                  +------- settle: what the file holds is cut off, or counts; a new file
///
/// - A record counts as durable when one batch that holds it was written, synced and read back on a file no
///   call on which had failed. Until then it is kept here.
/// - After any error the file is never written to again: a later sync would report success for bytes that are
///   lost. Before the batch goes to a new file, what the old one holds of it is asked from the device and cut
///   off. Where even that is refused, the whole records found there count, and only the others are written.
/// - Within a file numbers are consecutive; a day, and a clock that was set back, begin a new file.
/// - Never twice: a delivery that was recorded before (`TradeKey`) is not recorded again.
///
/// Bound: what its owner appends before it writes. Owner: the journal thread.
struct TradeLog {
    /// A batch ends with the record that reaches this many bytes.
    static let batchBytes = 1 << 20

    let account: AccountNumber
    private let folder: LogFolder
    private(set) var pending = PendingRecords()
    /// The number of the next record.
    private(set) var next: UInt64
    private var keys: RecentSet<TradeKey>
    /// Positions that were recorded and have not ended: of these another opening is a repeat however long ago the
    /// first one was.
    private var open: Set<PositionID> = []
    private var parts: [UTCDay: Int]
    private var current: OpenFile?
    /// A file on which a call failed; it is settled before anything else is written.
    private var suspect: OpenFile?
    /// Failed attempts since the last success, and the first error of them.
    private(set) var trouble: (attempts: Int, first: DiskError)?
    private(set) var counts = Counts()

    struct Counts: Hashable, Sendable {
        var records: UInt64 = 0
        var bytes: UInt64 = 0
        var batches: UInt64 = 0
        var failedAttempts: UInt64 = 0
        /// Files left behind after an error.
        var moves: UInt64 = 0
        /// Deliveries that had been recorded before.
        var repeated: UInt64 = 0
    }

    private struct OpenFile {
        let name: LogFileName
        let file: any DiskFile
        /// Up to here everything was synced and read back.
        var end: Int
    }

    /// Recovers what is there and opens the log. Writes nothing but what recovery sets aside.
    ///
    /// - Returns: also what recovery found, which the owner appends as records of its own.
    static func open(_ folder: LogFolder) throws(DiskError) -> (log: TradeLog, repairs: [LogRepaired]) {
        let recovery = try LogRecovery(folder)
        let log = try TradeLog(folder, recovery)
        return (log, recovery.repairs)
    }

    /// Opens the log as above, with all that it says of earlier runs.
    ///
    /// - Parameter state: the state folder, where the store lies that makes this quick.
    static func open(
        _ folder: LogFolder, in state: String
    ) throws(DiskError) -> (log: TradeLog, book: TradeBook, repairs: [LogRepaired]) {
        let recovery = try LogRecovery(folder)
        var book = try TradeBook.read(folder, in: state)
        // These are in no file at the moment.
        for record in recovery.salvaged { book.apply(record) }
        var log = try TradeLog(folder, recovery)
        log.remember(book)
        return (log, book, recovery.repairs)
    }

    private init(_ folder: LogFolder, _ recovery: LogRecovery) throws(DiskError) {
        self.folder = folder
        account = folder.account
        next = recovery.last + 1
        keys = recovery.keys
        parts = recovery.parts
        if let (name, size) = recovery.current {
            current = OpenFile(
                name: name, file: try folder.disk.open(folder.path(of: name), for: .writing), end: size)
        }
        for var record in recovery.salvaged {
            record.sequence = next
            record.durable = recovery.last
            next += 1
            if let key = TradeKey(record.event, ticket: record.ticket, delivery: record.delivery) {
                keys.insert(key)
            }
            pending.append(record, producedAt: nil)
        }
    }

    /// Before the first `append`: what an earlier run knew, beyond the last files.
    mutating func remember(_ book: TradeBook) {
        open = Set(book.positions.values.map(\.opened.position))
        for deal in book.deals.keys { keys.insert(.deal(deal)) }
    }

    /// The file that is written to; nil before the first record and after an error.
    var file: LogFileName? { current?.name }

    /// Takes an entry over; it is durable only after `write`.
    mutating func append(_ entry: LogEntry) {
        let key = TradeKey(entry.event, ticket: entry.ticket, delivery: entry.delivery)
        if let key, isRepeated(key) {
            counts.repeated += 1
            return
        }
        if let key { keys.insert(key) }
        let record = TradeRecord(
            sequence: next, durable: next - 1 - UInt64(pending.count), account: account, at: entry.at,
            instant: entry.instant, ticket: entry.ticket,
            delivery: entry.delivery, event: entry.event)
        next += 1
        pending.append(record, producedAt: entry.instant)
    }

    private mutating func isRepeated(_ key: TradeKey) -> Bool {
        if keys.contains(key) { return true }
        switch key {
        case .opened(let position): return !open.insert(position).inserted
        case .closed(let position):
            open.remove(position)
            return false
        case .deal, .delivered: return false
        }
    }

    /// Everything that this delivery brought has been appended.
    mutating func complete(_ delivery: Delivery) { pending.acknowledge(delivery) }

    /// One attempt to make the next batch durable.
    ///
    /// - Returns: what has become durable.
    /// - Throws: nothing has; every record is still here for another attempt.
    mutating func write() throws(DiskError) -> Durable {
        do throws(DiskError) {
            try settle()
            let batch = pending.batch(bytesMax: Self.batchBytes)
            if !batch.bytes.isEmpty { try write(batch) }
            let durable = pending.remove(batch.count)
            counts.records += UInt64(batch.count)
            counts.bytes += UInt64(batch.bytes.count)
            if batch.count > 0 { counts.batches += 1 }
            trouble = nil
            return durable
        } catch {
            counts.failedAttempts += 1
            trouble = ((trouble?.attempts ?? 0) + 1, trouble?.first ?? error)
            throw error
        }
    }

    private mutating func write(_ batch: PendingRecords.Batch) throws(DiskError) {
        if current?.name.day != batch.day { current = try begin(batch.day) }
        guard var target = current else { preconditionFailure("a file was just opened") }
        do throws(DiskError) {
            try target.file.writeAll(batch.bytes, at: target.end)
            try target.file.sync()
            guard Self.isSame(try target.file.read(batch.bytes.count, at: target.end), batch.bytes) else {
                throw DiskError(.compare, target.file.path, number: 0)
            }
        } catch {
            suspect = target
            current = nil
            counts.moves += 1
            throw error
        }
        target.end += batch.bytes.count
        current = target
    }

    private static func isSame(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        left.count == right.count && memcmp(left, right, left.count) == 0
    }

    private mutating func begin(_ day: UTCDay) throws(DiskError) -> OpenFile {
        let part = (parts[day] ?? 0) + 1
        let name = LogFileName(day: day, part: part)
        let path = folder.path(of: name)
        let opened = OpenFile(name: name, file: try folder.disk.create(path), end: 0)
        parts[day] = part
        do throws(DiskError) {
            try folder.disk.syncFolder(folder.path)
        } catch {
            suspect = opened
            throw error
        }
        return opened
    }

    /// Leaves the file on which a call failed behind: afterwards each pending record is in no file, or counts.
    private mutating func settle() throws(DiskError) {
        guard let left = suspect else { return }
        if left.end == 0 {
            // Nothing in it counts. Where it cannot be removed it is emptied, like any other.
            do throws(DiskError) {
                try folder.disk.remove(left.file.path)
                suspect = nil
                return
            } catch {
                guard error.number != ENOENT else {
                    suspect = nil
                    return
                }
            }
        }
        let file = try folder.disk.open(left.file.path, for: .writing)
        file.forget()
        do throws(DiskError) {
            try file.cut(to: left.end)
            try file.sync()
        } catch {
            try keepWhatItHolds(file, from: left.end)
        }
        suspect = nil
    }

    /// The end of a file could not be cut off: the whole records of it that are ours count.
    private mutating func keepWhatItHolds(_ file: any DiskFile, from end: Int) throws(DiskError) {
        let held = try file.read(max(0, try file.size() - end), at: end)
        pending.markWritten(matching: held)
    }
}
