import Core
import Runtime
import Synchronization

@testable import Journal

/// A run of the journal against a disk that fails: events come, deliveries come again until acknowledged, the
/// process may die and start again. Afterwards the log must hold everything once.
final class LogScript {
    static let account = AccountNumber(7)
    static let boot: UInt64 = 0x9C

    let disk: MemoryDisk
    /// The same disk, or something between it and the journal.
    private let seen: any JournalDisk
    private var journal: AccountJournal
    private var now = Instant(nanoseconds: 1)
    private var sentDeals: UInt64 = 0
    private var requests: UInt64 = 0
    private(set) var acknowledged: UInt64 = 0
    /// Deliveries that were acknowledged without being on the device.
    private(set) var aheadOfDisk: [UInt64] = []
    let lines = LineCounter()
    private let told = Told()
    var alerts: [JournalAlert] { told.withLock { $0 } }
    var day: Int64 = 20_784

    init(_ disk: MemoryDisk, seenThrough seen: (any JournalDisk)? = nil) {
        self.disk = disk
        self.seen = seen ?? disk
        journal = AccountJournal(LogFolder(account: Self.account, in: "state", disk: self.seen))
    }

    /// What was alerted.
    private final class Told: Sendable {
        private let alerts = Mutex<[JournalAlert]>([])
        func withLock<Value: Sendable>(_ body: (inout [JournalAlert]) -> Value) -> Value {
            alerts.withLock { alerts in
                var copy = alerts
                let value = body(&copy)
                alerts = copy
                return value
            }
        }
    }

    /// Counts what went to the system log.
    final class LineCounter: SystemLog, Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { lines.withLock { $0 } }
        func write(_ line: String) -> SystemLogOutcome {
            lines.withLock { $0.append(line) }
            return .written
        }
    }

    var deals: UInt64 { sentDeals }
    var decisions: UInt64 { requests }
    var counts: TradeLog.Counts { journal.counts }

    /// A deal from the EA and a decision of our own.
    func happen() {
        sentDeals += 1
        deliver(sentDeals)
        requests += 1
        let confirmed = RequestConfirmed(
            request: RequestID(requests), symbol: TradedSymbol(name: "EURUSD", digits: 5), stop: nil,
            takeProfit: nil, after: .zero)
        journal.take(.entry(entry(.confirmed(confirmed), nil)))
    }

    private func deliver(_ number: UInt64) {
        let delivery = Delivery(boot: Self.boot, number: number)
        var deal = DealRecorded()
        deal.deal = number
        journal.take(.entry(entry(.deal(deal), delivery)))
        journal.take(.delivered(Self.account, delivery))
    }

    /// The EA's memory: what was not acknowledged comes again.
    func deliverAgain() {
        for number in (acknowledged + 1)..<(sentDeals + 1) { deliver(number) }
    }

    private func entry(_ event: LogEvent, _ delivery: Delivery?) -> LogEntry {
        LogEntry(
            account: Self.account, at: WallTime(nanoseconds: day * 86_400_000_000_000), instant: now,
            ticket: nil, delivery: delivery, event: event)
    }

    func work() {
        now = now + .seconds(10)
        let place = JournalPlace(
            state: "state", disk: seen, systemLog: lines,
            moment: { [day, now] in
                JournalMoment(at: WallTime(nanoseconds: day * 86_400_000_000_000), instant: now)
            }, alert: { [told] alert in told.withLock { $0.append(alert) } })
        for durable in journal.work(at: now, place) {
            guard let delivery = durable.deliveries.all.first else { continue }
            acknowledged = max(acknowledged, delivery.number)
            let onDevice = Set(LogAudit(disk.durableFiles).deals)
            for number in 1..<(acknowledged + 1) where !onDevice.contains(number) {
                aheadOfDisk.append(number)
            }
        }
    }

    /// The process is gone with everything that was not on the disk.
    func die() { journal = AccountJournal(LogFolder(account: Self.account, in: "state", disk: seen)) }

    var isIdle: Bool { journal.isIdle }
}
