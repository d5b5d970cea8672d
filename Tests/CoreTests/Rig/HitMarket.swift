@testable import Core

/// A nervous market and a broker that executes stops and targets on the very ticks it sends, with 30 ms to each
/// side. One seed, one market: whatever the guardian does, prices and openings are the same.
struct HitMarket {
    enum Habit {
        case waiting
        /// Forgets before every tick what the market has reached.
        case hasty
    }

    /// How one position ended.
    struct End: Equatable {
        let ticket: Ticket
        let tick: Int
        let stop: Price?
    }

    private enum Event {
        case modify(ModifyStop)
        case tell(TerminalMessage)
    }

    private static let oneWay = TimeSpan.milliseconds(30)
    private static let openMax = 4

    private(set) var ends: [End] = []
    private(set) var notFound = 0
    private let habit: Habit
    private var dice: Dice
    private var guardian: Guardian
    /// Stepped here, so that it can be made to forget.
    private var shard: Shard
    private var now = Instant(nanoseconds: 1_000_000_000)
    private var agenda = Agenda<Event>()
    private var books: [Ticket: Position] = [:]
    private var bid: Int64 = 100_000
    private var lastTicket: UInt64 = 0
    private var outputs: [Guardian.Output] = []

    init(seed: UInt64, _ habit: Habit) {
        self.habit = habit
        dice = Dice(seed: seed)
        let rules = Sample.rules(
            cap: Sample.cap(1_000_000),
            trailing: Sample.trailing(start: 0, step: 3, distance: 25))
        let settings = Sample.settings(.manage, rules)
        guardian = Guardian(settings: settings, epoch: Epoch(1), shards: .elsewhere)
        shard = Shard(settings: settings)
        guardian.linkRestored(at: now, into: &outputs)
        guardian.receive(
            .account(
                AccountState(
                    balance: .zero, equity: .zero, margin: .zero, marginFree: .zero, permissions: .all)),
            at: now, into: &outputs)
        guardian.snapshot(
            Snapshot(symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [], positions: []),
            at: now, into: &outputs)
        wakeUp()
    }

    mutating func run(ticks: Int) {
        for tick in 0..<ticks {
            let next = now + .milliseconds(dice.roll(5...25))
            while agenda.next <= next, let event = takeNext() { happen(event) }
            now = next
            bid += dice.roll(-12...12)
            if books.count < Self.openMax, dice.chance(10) { open() }
            execute(at: tick)
            if habit == .hasty { forgetReached() }
            guardian.receive(
                .tick(Sample.tick(bid, bid + 2, time: Int64(tick) + 1, seen: now.nanoseconds)), at: now,
                into: &outputs)
            wakeUp()
        }
    }

    private mutating func takeNext() -> Event? {
        now = max(now, agenda.next)
        return agenda.take()
    }

    private mutating func open() {
        lastTicket += 1
        let isBuy = lastTicket % 2 == 0
        let position = Sample.position(
            lastTicket, isBuy ? .buy : .sell, lots: 1, open: bid, stop: isBuy ? bid - 30 : bid + 32,
            takeProfit: isBuy ? bid + 90 : bid - 88)
        books[position.ticket] = position
        tell(.position(position))
    }

    /// What this tick's prices close.
    private mutating func execute(at tick: Int) {
        for ticket in books.keys.sorted() {
            guard let position = books[ticket] else { continue }
            let exit = position.side == .buy ? bid : bid + 2
            let limits = [position.stopLoss, position.takeProfit]
            let gains = limits.map { $0.map { position.side.gain(from: $0, to: Price(points: exit)) } }
            guard (gains[0] ?? Distance(points: 1)) <= .zero || (gains[1] ?? Distance(points: -1)) >= .zero
            else { continue }
            books[ticket] = nil
            ends.append(End(ticket: ticket, tick: tick, stop: position.stopLoss))
            tell(
                .positionClosed(
                    PositionClosed(
                        ticket: ticket, identifier: position.identifier, symbol: position.symbol, seen: now)))
        }
    }

    private mutating func tell(_ message: TerminalMessage) {
        agenda.add(.tell(message), at: now + Self.oneWay)
    }

    private mutating func happen(_ event: Event) {
        switch event {
        case .tell(let message):
            guardian.receive(message, at: now, into: &outputs)
            wakeUp()
        case .modify(let command): modify(command)
        }
    }

    private mutating func modify(_ command: ModifyStop) {
        guard let position = books[command.ticket] else {
            notFound += 1
            return answer(command, .rejected, code: 10036)
        }
        let exit = Price(points: position.side == .buy ? bid : bid + 2)
        guard position.side.gain(from: command.stopLoss, to: exit) > .zero else {
            return answer(command, .rejected, code: 10016)
        }
        books[command.ticket]?.stopLoss = command.stopLoss
        if let moved = books[command.ticket] { tell(.position(moved)) }
        answer(command, .done, code: 10009)
    }

    private mutating func answer(_ command: ModifyStop, _ outcome: RequestResult.Outcome, code: UInt32) {
        tell(
            .result(
                RequestResult(
                    request: command.request, ticket: command.ticket, outcome: outcome, isRepeated: false,
                    refusal: .none, returnCode: code, stopLoss: books[command.ticket]?.stopLoss,
                    takeProfit: nil, volume: .zero, order: 0, received: now, sent: now, answered: now)))
    }

    private mutating func forgetReached() {
        for place in 0..<(shard.desks.first??.positions.count ?? 0) {
            shard.desks[0]?.update(place) { $0.reached = nil }
        }
    }

    private mutating func wakeUp() {
        if guardian.nextWake <= now { guardian.timePassed(at: now, into: &outputs) }
        carryOut()
        guardian.dispatch(at: now, into: &outputs)
        carryOut()
    }

    private mutating func carryOut() {
        while !outputs.isEmpty {
            let all = outputs
            outputs = []
            var effects: [ShardEffect] = []
            for output in all {
                if case .send(.modifyStop(let command)) = output {
                    agenda.add(.modify(command), at: now + Self.oneWay)
                }
                if case .shard(let event) = output { shard.step(event, at: now, into: &effects) }
            }
            for case .propose(let proposal) in effects { guardian.propose(proposal, at: now, into: &outputs) }
        }
    }
}
