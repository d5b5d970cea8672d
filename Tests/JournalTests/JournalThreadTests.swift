import Core
import Foundation
import Runtime
import Synchronization
import TestSupport
import Testing

@testable import Journal

/// The running journal: a thread, rings, and real files.
@Suite struct JournalThreadTests {
    private let folder: TemporaryFolder
    private let account = AccountNumber(5_012_345)

    init() throws { folder = try TemporaryFolder() }

    private func deal(_ number: UInt64, _ delivery: Delivery?) -> LogEntry {
        var deal = DealRecorded()
        deal.deal = number
        return LogEntry(
            account: account, at: WallClock.now(), instant: MonotonicClock.now(), ticket: nil,
            delivery: delivery, event: .deal(deal))
    }

    private func decision(_ number: UInt64) -> LogEntry {
        let confirmed = RequestConfirmed(
            request: RequestID(number), symbol: TradedSymbol(name: "EURUSD", digits: 5), stop: nil,
            takeProfit: nil, after: .zero)
        return LogEntry(
            account: account, at: WallClock.now(), instant: MonotonicClock.now(), ticket: Ticket(number),
            delivery: nil, event: .confirmed(confirmed))
    }

    private func files() throws -> [String: [UInt8]] {
        let path = LogFolder(account: account, in: folder.path).path
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: path) {
            files[name] = Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
        }
        return files
    }

    @Test func whatIsHandedOverIsDurableAndAcknowledgedInOrder() throws {
        let journal = try Journal(JournalPlace(state: folder.path, alert: { _ in }))
        for number in 1...500 as ClosedRange<UInt64> {
            let delivery = Delivery(boot: 1, number: number)
            #expect(journal.feed.record(deal(number, delivery)) == .taken)
            #expect(journal.feed.record(decision(number)) == .taken)
            #expect(journal.feed.delivered(delivery, account: account) == .taken)
        }
        journal.stop()
        var acknowledged: [UInt64] = []
        while let durable = journal.feed.nextDurable() {
            #expect(durable.account == account)
            acknowledged.append(durable.delivery.number)
        }
        #expect(acknowledged == acknowledged.sorted())
        #expect(acknowledged.last == 500)
        let audit = LogAudit(try files())
        #expect(audit.isConsecutive)
        #expect(audit.deals == Array(1...500))
        #expect(audit.requests == Array(1...500))
        let figures = journal.figures()
        #expect(figures.records == 1_000)
        #expect(figures.health == .healthy)
        #expect(figures.lag.count == 1_000)
        #expect(figures.pending == 0)
    }

    @Test func everyStartOfTheEAIsAcknowledgedHoweverTheirEventsMix() throws {
        let journal = try Journal(JournalPlace(state: folder.path, alert: { _ in }))
        for number in 1...40 as ClosedRange<UInt64> {
            // What two earlier starts have left is told again with what the third has to tell.
            let delivery = Delivery(boot: number % 3, number: number)
            #expect(journal.feed.record(deal(number, delivery)) == .taken)
            #expect(journal.feed.delivered(delivery, account: account) == .taken)
        }
        journal.stop()
        var latest: [UInt64: UInt64] = [:]
        while let durable = journal.feed.nextDurable() {
            latest[durable.delivery.boot] = durable.delivery.number
        }
        #expect(latest == [0: 39, 1: 40, 2: 38])
    }

    @Test func eachMinuteOfRecordsEndsWithTheirLag() throws {
        // The journal's own clock is what tells the minute: it jumps when told to.
        let ahead = Mutex(TimeSpan.zero)
        let journal = try Journal(
            JournalPlace(
                state: folder.path,
                moment: {
                    JournalMoment(
                        at: WallClock.now(), instant: MonotonicClock.now() + ahead.withLock { $0 })
                }, alert: { _ in }))
        for number in 1...20 as ClosedRange<UInt64> {
            #expect(journal.feed.record(decision(number)) == .taken)
        }
        while journal.figures().records < 20 { sched_yield() }
        ahead.withLock { $0 = .seconds(61) }
        #expect(journal.feed.record(decision(21)) == .taken)
        journal.stop()
        var tail = try LogTail(LogFolder(account: account, in: folder.path))
        var minutes: [MinuteOfLatency] = []
        while let next = try tail.next() {
            if case .minute(let minute) = next.record.event { minutes.append(minute) }
        }
        #expect(minutes.map(\.metric) == ["journal_lag"])
        #expect(minutes.map(\.samples) == [20])
        #expect(minutes.allSatisfy { $0.longest > .zero && $0.p50 <= $0.longest })
    }

    @Test func theFilesAreTheOwnersAlone() throws {
        let journal = try Journal(JournalPlace(state: folder.path, alert: { _ in }))
        #expect(journal.feed.record(decision(1)) == .taken)
        journal.stop()
        let path = LogFolder(account: account, in: folder.path).path
        for name in try FileManager.default.contentsOfDirectory(atPath: path) + ["."] {
            let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
            let mode = try #require(attributes[.posixPermissions] as? Int)
            #expect(mode & 0o077 == 0, "\(name)")
        }
    }

    @Test func aSecondRunGoesOnWithTheNumbersAndTheFile() throws {
        for run in 0..<3 as Range<UInt64> {
            let journal = try Journal(JournalPlace(state: folder.path, alert: { _ in }))
            // The first is delivered again, as if its acknowledgement had been lost.
            for number in (run * 10)...(run * 10 + 10) where number > 0 {
                #expect(journal.feed.record(deal(number, Delivery(boot: 1, number: number))) == .taken)
            }
            journal.stop()
            #expect(journal.figures().repeated == (run == 0 ? 0 : 1))
        }
        let audit = LogAudit(try files())
        #expect(audit.isConsecutive)
        #expect(audit.deals == Array(1...30))
        // More than one where midnight passed meanwhile.
        #expect(try files().count <= 2)
    }

    @Test func aSlowDiskHoldsUpNothingAndIsOneSuccess() throws {
        let gate = Turnstile()
        let disk = HeldDisk(SystemDisk(), gate)
        let journal = try Journal(JournalPlace(state: folder.path, disk: disk, alert: { _ in }))
        #expect(journal.feed.record(decision(1)) == .taken)
        let start = MonotonicClock.now()
        for number in 2...1_000 as ClosedRange<UInt64> {
            #expect(journal.feed.record(decision(number)) == .taken)
        }
        let held = MonotonicClock.now() - start
        #expect(journal.figures().records == 0, "no sync has returned, and nothing waited for one")
        gate.open()
        journal.stop()
        #expect(LogAudit(try files()).requests == Array(1...1_000))
        #expect(journal.figures().failedAttempts == 0)
        #expect(journal.figures().lag.max_ns >= held.nanoseconds)
        #expect(journal.figures().batches <= 8)
    }
}

/// A disk on which no sync of a file returns before the gate is opened.
struct HeldDisk: JournalDisk {
    private let disk: any JournalDisk
    private let gate: Turnstile

    init(_ disk: any JournalDisk, _ gate: Turnstile) {
        self.disk = disk
        self.gate = gate
    }

    private final class File: DiskFile {
        private let file: any DiskFile
        private let gate: Turnstile
        var path: String { file.path }

        init(_ file: any DiskFile, _ gate: Turnstile) {
            self.file = file
            self.gate = gate
        }

        func size() throws(DiskError) -> Int { try file.size() }
        func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int {
            try file.write(bytes, at: offset)
        }
        func sync() throws(DiskError) {
            gate.pass()
            try file.sync()
        }
        func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
            try file.read(count, at: offset)
        }
        func forget() { file.forget() }
        func cut(to size: Int) throws(DiskError) { try file.cut(to: size) }
    }

    func names(in folder: String) throws(DiskError) -> [String] { try disk.names(in: folder) }
    func makeFolder(_ path: String) throws(DiskError) { try disk.makeFolder(path) }
    func create(_ path: String) throws(DiskError) -> any DiskFile { File(try disk.create(path), gate) }
    func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile {
        File(try disk.open(path, for: use), gate)
    }
    func rename(_ path: String, to new: String) throws(DiskError) { try disk.rename(path, to: new) }
    func remove(_ path: String) throws(DiskError) { try disk.remove(path) }
    func syncFolder(_ path: String) throws(DiskError) { try disk.syncFolder(path) }
}
