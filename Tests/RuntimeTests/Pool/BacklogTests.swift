import Core
import Testing

@testable import Runtime

@Suite struct BacklogTests {
    private static func drained(_ backlog: inout Backlog) -> [WorkerMessage] {
        var all: [WorkerMessage] = []
        backlog.drain {
            all.append($0)
            return true
        }
        return all
    }

    private static func ticks(_ messages: [WorkerMessage]) -> [Tick] {
        messages.compactMap { if case .step(.tick(let tick)) = $0.content { tick } else { nil } }
    }

    @Test func ticksOfOneSymbolBecomeOneWithTheExtremesOfAll() {
        var backlog = Backlog(limit: 10)
        for bid: Int64 in [100, 130, 80, 110] {
            let outcome1 = backlog.append(PoolSample.message(.tick(PoolSample.tick(bid))))
            #expect(outcome1 == .taken)
        }
        #expect(backlog.count == 1)
        #expect(backlog.conflated == 3)
        let all = Self.ticks(Self.drained(&backlog))
        #expect(all.map(\.bid.points) == [110])
        #expect(all.map(\.bidHigh.points) == [130])
        #expect(all.map(\.bidLow.points) == [80])
        #expect(all.map(\.askHigh.points) == [140])
        #expect(all.map(\.askLow.points) == [90])
        #expect(all.map(\.skipped) == [3])
        #expect(backlog.isEmpty)
    }

    @Test func theNumberOfMergedQuotesSaturates() {
        var crowded = PoolSample.tick(100)
        crowded.skipped = .max
        #expect(crowded.merged(with: crowded).skipped == .max)
    }

    @Test func noTickIsMergedAcrossATradeEvent() {
        var backlog = Backlog(limit: 10)
        let events: [ShardEvent] = [
            .tick(PoolSample.tick(100)), .position(PoolSample.position(1, symbol: 0), .opened),
            .tick(PoolSample.tick(101)), .tick(PoolSample.tick(102)),
        ]
        for event in events { _ = backlog.append(PoolSample.message(event)) }
        #expect(backlog.count == 3)
        let bids = Self.ticks(Self.drained(&backlog)).map(\.bid.points)
        #expect(bids == [100, 102])
    }

    @Test func symbolsAndAccountsAreKeptApart() {
        var backlog = Backlog(limit: 10)
        for (account, symbol) in [(0, 0), (0, 1), (1, 0), (0, 0), (1, 0)] {
            let tick = PoolSample.tick(100, symbol: symbol)
            _ = backlog.append(PoolSample.message(.tick(tick), account: UInt16(account)))
        }
        #expect(backlog.count == 3)
        #expect(backlog.conflated == 2)
    }

    @Test func aTickFromBeforeTheWaitingOneIsNotMerged() {
        var backlog = Backlog(limit: 10)
        for time: Int64 in [5, 3, 4] {
            _ = backlog.append(PoolSample.message(.tick(PoolSample.tick(100, time: time))))
        }
        let times = Self.ticks(Self.drained(&backlog)).map(\.time.milliseconds)
        #expect(times == [5, 4])
    }

    @Test func aTickThatNoShardWouldUseIsLeftOut() {
        var backlog = Backlog(limit: 1)
        let outcome2 = backlog.append(PoolSample.message(.tick(PoolSample.tick(0))))
        #expect(outcome2 == .taken)
        #expect(backlog.isEmpty)
        #expect(backlog.leftOut == 1)
    }

    @Test func tradeEventsBeyondTheLimitOverflowAndTicksThatMergeDoNot() {
        var backlog = Backlog(limit: 2)
        let outcome3 = backlog.append(PoolSample.message(.settled(Ticket(1))))
        #expect(outcome3 == .taken)
        let outcome4 = backlog.append(PoolSample.message(.tick(PoolSample.tick(100))))
        #expect(outcome4 == .taken)
        let outcome5 = backlog.append(PoolSample.message(.tick(PoolSample.tick(101))))
        #expect(outcome5 == .taken)
        let outcome6 = backlog.append(PoolSample.message(.settled(Ticket(1))))
        #expect(outcome6 == .overflowed)
        let outcome7 = backlog.append(PoolSample.message(.tick(PoolSample.tick(1, symbol: 1))))
        #expect(outcome7 == .overflowed)
        #expect(backlog.count == 2)
    }

    @Test(arguments: UInt64(1)...20)
    func whateverIsTakenComesOutInOrderWithoutLosingAnExtreme(seed: UInt64) {
        var dice = SplitMix(state: seed)
        var backlog = Backlog(limit: 64)
        var told: [Ticket] = []
        var heard: [Ticket] = []
        var tickets: UInt64 = 0
        var toldHigh: [Price] = Array(repeating: Price(points: 0), count: 3)
        var heardHigh = toldHigh
        var toldTicks = 0
        var heardTicks = 0
        func hear(_ message: WorkerMessage) {
            switch message.content {
            case .step(.settled(let ticket)): heard.append(ticket)
            case .step(.tick(let tick)):
                let symbol = Int(tick.symbol.rawValue)
                heardHigh[symbol] = max(heardHigh[symbol], tick.bidHigh)
                heardTicks += 1 + Int(tick.skipped)
            case .step, .open: Issue.record("never told")
            }
        }
        for _ in 0..<5_000 {
            switch Int.random(in: 0...9, using: &dice) {
            case 0...5:
                let symbol = Int.random(in: 0...2, using: &dice)
                let tick = PoolSample.tick(Int64.random(in: 1...1_000_000, using: &dice), symbol: symbol)
                guard backlog.append(PoolSample.message(.tick(tick))) == .taken else { continue }
                toldHigh[symbol] = max(toldHigh[symbol], tick.bidHigh)
                toldTicks += 1
            case 6...7:
                tickets += 1
                let ticket = Ticket(tickets)
                if backlog.append(PoolSample.message(.settled(ticket))) == .taken { told.append(ticket) }
            default:
                var room = Int.random(in: 0...20, using: &dice)
                backlog.drain { message in
                    guard room > 0 else { return false }
                    room -= 1
                    hear(message)
                    return true
                }
            }
        }
        Self.drained(&backlog).forEach(hear)
        #expect(told == heard, "seed \(seed)")
        #expect(toldHigh == heardHigh, "seed \(seed)")
        #expect(toldTicks == heardTicks, "seed \(seed)")
    }
}
