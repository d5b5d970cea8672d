import Core
import Foundation
import GRDB
import Glibc
import Runtime
import Testing

@testable import Journal

/// The store says what the log says, and its troubles are its own.
@Suite struct StoreTests {
    private let temporary: TemporaryFolder
    private let folder: LogFolder
    private let path: String

    init() throws {
        temporary = try TemporaryFolder()
        folder = LogFolder(account: AccountNumber(5_012_345), in: temporary.path)
        path = Store.path(of: folder.account, in: temporary.path)
    }

    /// Every kind of event, several times, with content that collides: few tickets, few requests.
    /// - Returns: the number of the last record.
    @discardableResult
    private func writeLog(_ seeds: Range<UInt64>) throws -> UInt64 {
        var (log, _) = try TradeLog.open(folder)
        for seed in seeds {
            for name in EventName.allCases {
                let record = TradeRecord.random(name, seed: seed)
                log.append(
                    LogEntry(
                        account: folder.account, at: record.at, instant: .zero,
                        ticket: Ticket(seed % 7 + 1), delivery: nil, event: record.event))
            }
            while !log.pending.isEmpty { _ = try log.write() }
        }
        return log.next - 1
    }

    private func rows(_ store: Store) throws -> [String] {
        var rows: [String] = []
        try store.dump { rows.append($0) }
        return rows
    }

    @Test func builtInOneGoOrRecordByRecordOrAnewItHoldsTheSameRows() throws {
        try writeLog(0..<20)
        let whole = try Store(path + ".whole", of: folder)
        while try whole.advance() {}
        for limit in 1...UInt64(40) {
            // Closed and opened again at each record.
            _ = try Store(path, of: folder).advance(to: limit)
        }
        let stepped = try Store(path, of: folder)
        while try stepped.advance() {}
        #expect(stepped.applied == whole.applied)
        #expect(try rows(stepped) == rows(whole))
        #expect(try rows(whole).count > 800)
        #expect(try StoreRebuild.run(folder, in: temporary.path).difference == .identical)
    }

    @Test func aStoreThatDiffersFromItsLogIsToldByARebuildAndPutRight() throws {
        try writeLog(0..<5)
        let store = try Store(path, of: folder)
        while try store.advance() {}
        let right = try rows(store)
        try store.close()
        try DatabaseQueue(path: path).write { try $0.execute(sql: "UPDATE trades SET profit = 1") }
        #expect(try StoreRebuild.run(folder, in: temporary.path).difference == .different)
        let mended = try rows(Store(path, of: folder))
        #expect(mended == right)
        #expect(try StoreRebuild.run(folder, in: temporary.path).difference == .identical)
    }

    @Test func aTradeIsThereWithItsPriceProfitAndCosts() throws {
        var (log, _) = try TradeLog.open(folder)
        let symbol = TradedSymbol(name: "EURUSD", digits: 5)
        let opened = PositionOpened(
            position: PositionID(71), symbol: symbol, side: .buy, volume: .oneLot,
            price: Price(points: 108_700), stop: nil, takeProfit: nil, magic: Magic(5),
            time: MarketTime(milliseconds: 1_000), comment: "", origin: .live)
        let closed = PositionClosedRecord(
            position: PositionID(71), symbol: symbol, side: .buy, volume: .oneLot,
            openPrice: Price(points: 108_700), price: Price(points: 108_690), reason: .stopLoss, deal: 9,
            request: nil, profit: Money(units: -1_000_000_000), commission: Money(units: -700_000_000),
            swap: .zero, fee: .zero, stop: Price(points: 108_692), slippage: 2,
            opened: MarketTime(milliseconds: 1_000), closed: MarketTime(milliseconds: 9_000), origin: .live,
            rules: "gold", microLossBelow: Money(units: 5_000_000_000), isMicroLoss: true)
        let requested = StopRequested(
            request: RequestID(3), disposition: .sent, symbol: symbol, side: .buy, volume: .oneLot,
            lane: .firstStop, rule: .protective, bid: Price(points: 108_699), ask: Price(points: 108_701),
            openPrice: Price(points: 108_700), peak: nil, firstStop: nil, oldStop: nil,
            stop: Price(points: 108_692),
            oldTakeProfit: nil, takeProfit: nil, candidates: RuleStops(), limits: [.cap, .tickGrid],
            maxLoss: Money(units: 300), worstCase: Money(units: 280), isCapUnreachable: false)
        let confirmed = RequestConfirmed(
            request: RequestID(3), symbol: symbol, stop: Price(points: 108_692), takeProfit: nil,
            after: .milliseconds(61))
        for event in [
            LogEvent.opened(opened), .stopRequested(requested), .confirmed(confirmed), .closed(closed),
        ] {
            log.append(
                LogEntry(
                    account: folder.account, at: WallClock.now(), instant: .zero, ticket: Ticket(71),
                    delivery: nil, event: event))
        }
        _ = try log.write()
        let store = try Store(path, of: folder)
        _ = try store.advance()
        try store.read { db in
            let position = try #require(try Row.fetchOne(db, sql: "SELECT * FROM positions"))
            #expect(position["state"] == "closed")
            #expect(position["stop"] == 108_692)
            let trade = try #require(try Row.fetchOne(db, sql: "SELECT * FROM trades"))
            #expect(trade["profit"] == -1_000_000_000)
            #expect(trade["slippage_points"] == 2)
            #expect(trade["reason"] == "stop_loss")
            let request = try #require(try Row.fetchOne(db, sql: "SELECT * FROM requests"))
            #expect(request["state"] == "confirmed")
            #expect(request["after_ns"] == 61_000_000)
        }
    }

    @Test func aStoreThatHasReadToTheEndFollowsTheLogAsItGrows() throws {
        var last = try writeLog(0..<1)
        let store = try Store(path, of: folder)
        for seeds: Range<UInt64> in [1..<2, 2..<4] {
            _ = try store.advance(to: last)
            #expect(store.applied == last)
            #expect(try store.advance(to: last + 1) == false, "there is nothing more yet")
            last = try writeLog(seeds)
        }
        _ = try store.advance(to: last)
        #expect(store.applied == last)
    }

    @Test func whatIsNotDurableIsNotApplied() throws {
        try writeLog(0..<2)
        let store = try Store(path, of: folder)
        _ = try store.advance(to: 10)
        #expect(store.applied == 10)
    }

    @Test func itIsSafeAgainstAPowerCutAtEveryCommit() throws {
        try writeLog(0..<1)
        let store = try Store(path, of: folder)
        try store.read { db in
            let synchronous = try Int.fetchOne(db, sql: "PRAGMA synchronous")
            #expect(synchronous == 2)
            let mode = try String.fetchOne(db, sql: "PRAGMA journal_mode")
            #expect(mode == "wal")
        }
    }

    /// `writeLog` writes one record of each kind for each number.
    private static let round = UInt64(EventName.allCases.count)

    private func work(_ care: inout StoreCare, _ now: Int64, _ durable: UInt64 = 2 * StoreTests.round) {
        while care.work(at: Instant(nanoseconds: now), durable: durable) {}
    }

    @Test(arguments: ["not a database at all", "", "SQLite format 3\0 and then nothing"])
    func aDamagedDatabaseIsSetAsideAndBuiltAnew(content: String) throws {
        try writeLog(0..<2)
        try Data(content.utf8).write(to: URL(filePath: path))
        var care = StoreCare(folder, path: path)
        work(&care, 1)
        #expect(care.state == .current(applied: 2 * Self.round))
        #expect(care.rebuilds == (content.isEmpty ? 0 : 1))
    }

    @Test func damageInsideADatabaseIsSetAsideAndBuiltAnew() throws {
        try writeLog(0..<20)
        let store = try Store(path, of: folder)
        while try store.advance() {}
        try store.close()
        let file = try FileHandle(forUpdating: URL(filePath: path))
        let whole = try #require(try file.seekToEnd() as UInt64?)
        for page in stride(from: 4_096, to: whole, by: 4_096) {
            try file.seek(toOffset: page)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 4_096))
        }
        try file.close()
        let last = try writeLog(20..<22)
        var care = StoreCare(folder, path: path)
        work(&care, 1, last)
        #expect(care.state == .current(applied: last))
        #expect(care.rebuilds == 1)
    }

    @Test func aNewerDatabaseIsLeftAlone() throws {
        try writeLog(0..<2)
        _ = try Store(path, of: folder).advance()
        try DatabaseQueue(path: path).write {
            try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('999')")
        }
        var care = StoreCare(folder, path: path)
        work(&care, 1)
        #expect(care.state == .unavailable(.newer))
        #expect(care.rebuilds == 0)
    }

    @Test func aLockedDatabaseIsTriedAgainAndCatchesUp() throws {
        try writeLog(0..<2)
        _ = try Store(path, of: folder).advance(to: 5)
        let other = try DatabaseQueue(path: path)
        var care = StoreCare(folder, path: path)
        try other.inDatabase { db in
            try db.execute(sql: "BEGIN EXCLUSIVE")
            work(&care, 1)
            #expect(care.state == .unavailable(.locked))
            try db.execute(sql: "COMMIT")
        }
        work(&care, 2)
        #expect(care.state == .unavailable(.locked), "not before its time")
        work(&care, 10_000_000_000)
        #expect(care.state == .current(applied: 2 * Self.round))
        #expect(care.rebuilds == 0)
    }

    @Test func theStoreOfAnotherLogIsBuiltAnew() throws {
        try writeLog(0..<2)
        _ = try Store(path, of: folder).advance()
        // The log is put back to an older copy and goes on differently.
        for name in try folder.entries() { unlink(folder.path(of: name.name)) }
        try writeLog(5..<8)
        var care = StoreCare(folder, path: path)
        work(&care, 1, 3 * Self.round)
        #expect(care.state == .current(applied: 3 * Self.round))
        #expect(care.rebuilds == 1)
        #expect(try StoreRebuild.run(folder, in: temporary.path).difference == .identical)
    }

    @Test func aLogWithDamageGivesTheRowsOfTheRest() throws {
        try writeLog(0..<2)
        let file = folder.path(of: try #require(try folder.entries().first).name)
        var bytes = Array(try Data(contentsOf: URL(filePath: file)))
        bytes[100] ^= 1
        try Data(bytes).write(to: URL(filePath: file))
        let outcome = try StoreRebuild.run(folder, in: temporary.path)
        #expect(outcome.applied == 2 * Self.round)
        #expect(outcome.damaged == 1)
    }

    @Test func theKeeperFollowsARunningJournal() throws {
        let keeper = StoreKeeper(in: temporary.path)
        let thread = try NamedThread("store") { keeper.run() }
        let journal = try Journal(
            JournalPlace(state: temporary.path, alert: { _ in }, wrote: { keeper.durable($0, $1) }))
        for seed in 0..<50 as Range<UInt64> {
            let record = TradeRecord.random(.deal, seed: seed)
            _ = journal.feed.record(
                LogEntry(
                    account: folder.account, at: WallClock.now(), instant: MonotonicClock.now(), ticket: nil,
                    delivery: nil, event: record.event))
        }
        journal.stop()
        keeper.stop()
        thread.join()
        let written = journal.figures().records
        #expect(keeper.states[folder.account] == .current(applied: written))
        #expect(try StoreRebuild.run(folder, in: temporary.path).difference == .identical)
    }
}
