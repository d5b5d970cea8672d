import Core
import Testing
import TestSupport

@testable import Bridge
@testable import Daemon
@testable import Runtime

/// Guardians whose shards a pool steps do what those do that step their own.
@Suite struct PooledGuardiansTests {
    private static let account = AccountNumber(7)
    private static let names = ["EURUSD", "XAUUSD", "GBPJPY", "US500"]
    private let folder: TemporaryFolder
    private let directory: StateDirectory
    private let leases = LeaseTable(capacity: 64)
    private let events = Ring<PipelineEvent>(capacity: 256)

    init() throws {
        folder = try TemporaryFolder()
        directory = try StateDirectory(taking: folder.path(of: "state"))
    }

    private func guardians(_ pool: WorkerPool?) throws -> Guardians {
        let rules = RuleSet(
            name: "all", cap: LossCap(amount: Money(units: 100 * Money.unitsPerWhole)),
            allowance: CostAllowance(), trailing: nil)
        let selection = Settings.Selection(filter: PositionFilter(includesManual: true), rules: rules)
        return try GuardiansRig.guardians(
            in: directory, rules: [selection], leases: leases, events: events, pool: pool)
    }

    /// A terminal with one uncovered position in each symbol connects.
    private func connect(_ guardians: inout Guardians, _ outbox: inout Outbox) throws {
        let state = AccountState(
            balance: .zero, equity: .zero, margin: .zero, marginFree: .zero, permissions: .all)
        let notices: [LinkEvent] = [
            .established(GuardiansRig.facts(of: Self.account)), .clock(Instant(nanoseconds: 1)),
            .message(.account(state)),
            .snapshot(try Self.book),
        ]
        for event in notices {
            guardians.receive(
                LinkNotice(account: Self.account, event: event), received: MonotonicClock.now(), into: &outbox
            )
        }
    }

    private static var book: Snapshot {
        get throws {
            let amount = Money(units: Money.unitsPerWhole)
            let symbols = names.indices.map { SymbolID(UInt16($0)) }
            return Snapshot(
                symbols: zip(symbols, names).map { symbol, name in
                    SymbolSpec(
                        symbol: symbol, digits: 5, tradeMode: .full, isSessionOpen: true,
                        tickSize: Distance(points: 1), stopsLevel: .zero, freezeLevel: .zero,
                        volumeMin: Volume(units: 1_000_000),
                        volumeMax: Volume(units: 100 * Volume.unitsPerLot),
                        volumeStep: Volume(units: 1_000_000), name: name, profitCurrency: "USD")
                },
                valuations: try symbols.map {
                    try #require(
                        Valuation(
                            symbol: $0, reference: Distance(points: 1), buyLoss: amount, buyProfit: amount,
                            sellLoss: amount, sellProfit: amount))
                },
                ticks: symbols.map { tick($0) }, positions: symbols.map { position($0) })
        }
    }

    private static func tick(_ symbol: SymbolID) -> Tick {
        let bid = Price(points: 100_000)
        let ask = Price(points: 100_010)
        return Tick(
            symbol: symbol, skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid, askHigh: ask,
            askLow: ask, time: MarketTime(milliseconds: 1), seen: .zero)
    }

    private static func position(_ symbol: SymbolID) -> Position {
        let ticket = UInt64(symbol.rawValue) + 1
        return Position(
            ticket: Ticket(ticket), identifier: PositionID(ticket), magic: Magic(7), symbol: symbol,
            side: .buy, volume: Volume(units: Volume.unitsPerLot), openPrice: Price(points: 100_000),
            stopLoss: nil, takeProfit: nil, swap: .zero, commission: .zero,
            opened: MarketTime(milliseconds: 1), updated: MarketTime(milliseconds: 1), seen: .zero,
            comment: "")
    }

    private func stops(_ outbox: Outbox) -> [Ticket: Price] {
        var stops: [Ticket: Price] = [:]
        for case .message(_, .modifyStop(let command)) in outbox.entries {
            stops[command.ticket] = command.stopLoss
        }
        return stops
    }

    /// Wake-ups until every position has its request.
    private func settle(_ guardians: inout Guardians, _ outbox: inout Outbox) {
        let patience = Patience()
        repeat {
            guardians.didWake()
            guardians.finishWakeUp(at: MonotonicClock.now(), into: &outbox)
            guardians.willSleep()
        } while stops(outbox).count < Self.names.count && !patience.isOver
    }

    private func inlineStops() throws -> [Ticket: Price] {
        var inline = try guardians(nil)
        var outbox = Outbox()
        try connect(&inline, &outbox)
        inline.finishWakeUp(at: MonotonicClock.now(), into: &outbox)
        return stops(outbox)
    }

    @Test(arguments: [WaitStrategy.park, .adaptive])
    func aPoolSendsWhatOneThreadWouldSend(wait: WaitStrategy) throws {
        let wake = try WakeSignal()
        var pooled = try guardians(try WorkerPool(PoolPlan(workers: 3, wait: wait), wake: wake))
        defer { pooled.stopPool() }
        var outbox = Outbox()
        try connect(&pooled, &outbox)
        settle(&pooled, &outbox)
        let alone = try PooledGuardiansTests().inlineStops()
        #expect(alone.count == Self.names.count)
        #expect(stops(outbox) == alone)
        let views = pooled.positionViews(of: 0)
        #expect(views.map(\.wanted) == views.map { alone[$0.position.ticket] })
        #expect(views.allSatisfy { $0.exit == Price(points: 100_000) })
    }

    @Test func theShardsOfALostWorkerAreRebuiltFromTheBooks() throws {
        let wake = try WakeSignal()
        let gate = Doorbell()
        let hangs = HangingWorker(bell: gate)
        let plan = PoolPlan(
            workers: 1, wait: .park,
            beforeStep: { _, incarnation in if incarnation == WorkerPool.firstPatient { hangs.hang() } })
        var pooled = try guardians(try WorkerPool(plan, wake: wake))
        defer {
            hangs.release()
            pooled.stopPool()
        }
        var outbox = Outbox()
        try connect(&pooled, &outbox)
        pooled.finishWakeUp(at: MonotonicClock.now(), into: &outbox)
        #expect(stops(outbox).isEmpty, "its only worker hangs")
        pooled.lose(Patient.ID(WorkerPool.firstPatient), because: .stuck)
        #expect(pooled.nextWake == .zero)
        settle(&pooled, &outbox)
        #expect(stops(outbox).count == Self.names.count)
        let report = DaemonReport.DriverFigures(pooled)
        #expect(report.replacements == 1)

        pooled.lose(Patient.ID(WorkerPool.firstPatient), because: .stuck)
        pooled.finishWakeUp(at: MonotonicClock.now(), into: &outbox)
        #expect(
            DaemonReport.DriverFigures(pooled).replacements == 1, "a finding about a replaced one is void")
        var replaced = 0
        while let event = events.pop() {
            if case .workerReplaced(0, .stuck) = event.kind { replaced += 1 }
        }
        #expect(replaced == 1)
    }
}
