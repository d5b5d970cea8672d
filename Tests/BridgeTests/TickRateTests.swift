import Core
import Foundation
import Glibc
import Testing

@testable import Bridge

/// Frames of ticks, much faster than any market sends them, through session and guardian.
@Suite struct TickRateTests {
    /// One row of a tick file.
    struct Row {
        let bid: Int64
        let ask: Int64
        let time: Int64
    }

    private static let url: URL = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["BACKSTOP_DATA"].map { URL(filePath: $0) }
        return (named ?? root.deletingLastPathComponent().appending(path: "shared/data"))
            .appending(path: "ticks/XAUUSD_20140502.csv")
    }()
    static let isPresent = FileManager.default.fileExists(atPath: url.path)

    /// The minute of the employment report, the busiest of the recorded day.
    private static func rows() throws -> [Row] {
        let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\r\n")
            .flatMap { $0.split(separator: "\n") }
        return lines.compactMap { line in
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
            guard fields.count > 3, fields[1].hasPrefix("15:30:"),
                let seconds = Double(fields[1].dropFirst(6)),
                let bid = Double(fields[2]), let ask = Double(fields[3])
            else { return nil }
            return Row(
                bid: Int64((bid * 1_000).rounded()), ask: Int64((ask * 1_000).rounded()),
                time: Int64((seconds * 1_000).rounded()))
        }
    }

    private static func tick(_ row: Row) -> TerminalMessage {
        let bid = Price(points: row.bid)
        let ask = Price(points: row.ask)
        return .tick(
            Tick(
                symbol: SymbolID(0), skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid, askHigh: ask,
                askLow: ask, time: MarketTime(milliseconds: 1_000 + row.time), seen: .zero))
    }

    /// What this thread has computed: a busy machine that stops it for a while does not count.
    private static func processorTime_ns() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }

    private static func settings() throws -> Settings {
        let cap = try #require(LossCap(amount: Money(units: 1_000_000 * Money.unitsPerWhole)))
        let trailing = try #require(
            TrailingStop(
                start: .zero, step: Distance(points: 1), distance: Distance(points: distance)))
        let rules = RuleSet(name: "gold", cap: cap, allowance: CostAllowance(), trailing: trailing)
        return Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(includesManual: true), rules: rules)],
            flow: FlowLimits(ratePerSecond: 1_000_000, budget: 100_000_000))
    }

    /// Wider than the minute's whole range, so that no stop is ever too near to the market.
    private static let distance: Int64 = 50_000

    @Test(
        .enabled(if: isPresent, "skipped: no recorded ticks in BACKSTOP_DATA or ../shared/data"),
        arguments: [1, 10, 100])
    func aHundredTimesTheRealRateStaysInBudgetAndKeepsTheExtremes(factor: Int64) throws {
        let rows = try Self.rows()
        let first = try #require(rows.first)
        #expect(rows.count > 300)
        var bench = try LinkBench()
        var terminal = ScriptedTerminal(boot: 1)
        try bench.connect(&terminal)
        var position = Samples.position(1, stop: first.bid - 2 * Self.distance)
        position.openPrice = Price(points: first.bid - 20_000)
        let id = terminal.snapshotRequests.last ?? 0
        var far = FarEnd(guardian: Guardian(settings: try Self.settings(), epoch: Epoch(5)))
        try bench.say(
            [
                .snapshotBegin(SnapshotBegin(snapshot: id, symbols: 1, positions: 1)),
                .symbolSpec(Samples.spec()), Self.tick(first), .position(position),
                .account(Samples.account), Samples.end(id: id, [position]),
            ], &terminal)
        far.position = position
        far.take(&bench)

        var slow = 0
        var wakes = 0
        var next = 0
        while next < rows.count {
            // 10 ms of wire time hold `factor` times as much of the market.
            let end = rows[next].time + 10 * factor
            var messages: [TerminalMessage] = far.answers()
            while next < rows.count, rows[next].time < end, messages.count < 200 {
                messages.append(Self.tick(rows[next]))
                next += 1
            }
            bench.advance(.milliseconds(10))
            let frame = terminal.frame(messages, clock: bench.now.nanoseconds)
            let started = Self.processorTime_ns()
            bench.deliver(frame, from: terminal)
            far.take(&bench)
            if Self.processorTime_ns() - started > 50_000_000 { slow += 1 }
            wakes += 1
        }
        for _ in 0..<3 {
            bench.advance(.milliseconds(10))
            let answers = far.answers()
            if answers.isEmpty { break }
            bench.deliver(terminal.frame(answers, clock: bench.now.nanoseconds), from: terminal)
            far.take(&bench)
        }
        #expect(bench.losses.isEmpty)
        #expect(slow == 0, "\(slow) of \(wakes) wake-ups took more than 50 ms")
        let peak = rows.map { min($0.bid, $0.ask) }.max() ?? 0
        #expect(far.position?.stopLoss == Price(points: peak - Self.distance))
        #expect(far.guardian.shard.counters.ticks >= UInt64(rows.count))
        #expect(far.guardian.account.counters.stopsConfirmed > 0)
    }

    /// The guardian behind the session, and a broker that does at once as it is told.
    struct FarEnd {
        var guardian: Guardian
        var position: Position?
        private var orders: [ModifyStop] = []

        init(guardian: Guardian) { self.guardian = guardian }

        /// One wake-up over what the session has heard.
        mutating func take(_ bench: inout LinkBench) {
            var outputs: [Guardian.Output] = []
            for notice in bench.notices {
                switch notice.event {
                case .established(let facts):
                    guardian.linkRestored(marginMode: facts.marginMode, at: bench.now, into: &outputs)
                case .clock(let clock): guardian.terminalClock(clock, at: bench.now, into: &outputs)
                case .snapshot(let snapshot): guardian.snapshot(snapshot, at: bench.now, into: &outputs)
                case .message(let message): guardian.receive(message, at: bench.now, into: &outputs)
                case .event, .eventsLost, .dealHistory, .minuteBars: break
                case .lost: guardian.linkLost(at: bench.now, into: &outputs)
                }
            }
            bench.notices.removeAll { if case .lost = $0.event { false } else { true } }
            if guardian.nextWake <= bench.now { guardian.timePassed(at: bench.now, into: &outputs) }
            guardian.dispatch(at: bench.now, into: &outputs)
            for case .send(.modifyStop(let order)) in outputs { orders.append(order) }
        }

        mutating func answers() -> [TerminalMessage] {
            defer { orders = [] }
            return orders.flatMap { order -> [TerminalMessage] in
                position?.stopLoss = order.stopLoss
                guard let position else { return [] }
                return [
                    .position(position),
                    .result(
                        RequestResult(
                            request: order.request, ticket: order.ticket, outcome: .done, isRepeated: false,
                            refusal: .none, returnCode: 10009, stopLoss: order.stopLoss, takeProfit: nil,
                            volume: position.volume, order: 0, received: .zero, sent: .zero,
                            answered: .zero)),
                ]
            }
        }
    }
}
