import Core
import Glibc
import Journal
import Runtime

/// Writes a busy trade log until it is killed: the subject of the kill tests.
///
///     JournalWriter STATE-DIR FIRST SEED
///
/// It plays an EA that delivers deals from number FIRST on, in batches, with now more and now fewer of them not yet
/// acknowledged, and a daemon that decides something beside each of them. Every acknowledgement is said at once: a line with the number, on the standard output.
@main
struct JournalWriter {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 4, let first = UInt64(arguments[2]), let seed = UInt64(arguments[3]) else {
            exit(64)
        }
        do throws(NamedThread.Unavailable) {
            let bell = Doorbell()
            let place = JournalPlace(state: arguments[1], alert: say, acknowledged: { bell.ring() })
            write(to: try Journal(place), from: first, seed, bell)
        } catch {
            exit(71)
        }
    }

    @Sendable private static func say(_ alert: JournalAlert) {
        switch alert {
        case .repaired, .recovered: break
        // The disk is expected to be sound here.
        case .writeFailed, .unavailable: exit(74)
        }
    }

    private static func write(to journal: Journal, from first: UInt64, _ seed: UInt64, _ bell: Doorbell)
        -> Never
    {
        let account = AccountNumber(7)
        var number = first
        var acknowledged = first - 1
        var random = seed
        while true {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            for _ in 0..<(random >> 60 % 5 + 1) {
                deliver(number, account, to: journal.feed)
                number += 1
            }
            let awaitedMax = random >> 40 % 8
            while true {
                guard let durable = journal.feed.nextDurable() else {
                    guard number - 1 - acknowledged > awaitedMax else { break }
                    _ = bell.wait(.park) { journal.feed.hasDurable }
                    continue
                }
                acknowledged = durable.delivery.number
                let line = Array("\(durable.delivery.number)\n".utf8)
                guard line.withUnsafeBytes({ Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }) > 0
                else {
                    exit(74)
                }
            }
        }
    }

    private static func deliver(_ number: UInt64, _ account: AccountNumber, to feed: TradeFeed) {
        let delivery = Delivery(boot: 1, number: number)
        let symbol = TradedSymbol(name: "EURUSD", digits: 5)
        let moment = JournalMoment.now()
        let deal = DealRecorded(
            deal: number, order: number, position: PositionID(number), symbol: symbol, kind: .buy,
            entry: .into, reason: .expert, volume: .oneLot, price: Price(points: 108_694), profit: .zero,
            commission: .zero, swap: .zero, fee: .zero, time: MarketTime(milliseconds: 1), origin: .live)
        let confirmed = RequestConfirmed(
            request: RequestID(number), symbol: symbol, stop: Price(points: 108_690), takeProfit: nil,
            after: .milliseconds(61))
        _ = feed.record(
            LogEntry(
                account: account, at: moment.at, instant: moment.instant, ticket: Ticket(number),
                delivery: delivery, event: .deal(deal)))
        _ = feed.delivered(delivery, account: account)
        _ = feed.record(
            LogEntry(
                account: account, at: moment.at, instant: moment.instant, ticket: Ticket(number),
                delivery: nil, event: .confirmed(confirmed)))
    }
}
