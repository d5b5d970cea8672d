import Testing

@testable import Core

/// An account and a small far end at which positions close while their stops are being moved.
///
/// Deterministic: one seed, one run. The far end keeps its own books: who has been told what, which request is
/// under way, how often each has ended. What contradicts them is in `violations`, with the seed.
struct ClosureRaces {
    enum Event {
        case open
        case want(Ticket)
        case modify(ModifyStop)
        case closeByOrder(ClosePosition)
        case shut(Ticket)
        case show(Ticket)
        case showGone(Ticket)
        case answer(RequestResult)
        case ask(ReadBackRequest)
        case snapshot
        case beat
    }

    /// A run that needs more has stopped racing.
    private static let stepsMax = 1_000_000

    let mix: ClosureMix
    let seed: UInt64
    var dice: Dice
    var account: Account
    var now = Instant(nanoseconds: 1_000_000_000)
    var agenda = Agenda<Event>()
    /// The broker's own.
    var books: [Ticket: Position] = [:]
    /// What the account has been told is open.
    var told: Set<Ticket> = []
    /// Said to be closed by an answer, and not shown open since.
    var denied: Set<Ticket> = []
    var underWay: [Ticket: RequestID] = [:]
    var fates: [RequestID: ReadBack.RequestState] = [:]
    var leases = LeaseBook()
    var effects: [AccountEffect] = []
    var lastTicket: UInt64 = 0
    var isOpening = true

    private(set) var violations: [String] = []
    private(set) var attempts = 0
    private(set) var ended = 0
    private(set) var notFound = 0
    /// Closures that struck while a request to that position was under way.
    var races = RaceCounts()

    init(_ mix: ClosureMix, seed: UInt64) {
        self.mix = mix
        self.seed = seed
        dice = Dice(seed: seed)
        let settings = Settings(
            mode: .manage,
            selections: [.init(filter: PositionFilter(), rules: Sample.rules(cap: Sample.cap(10_000_000)))],
            flow: FlowLimits(window: 64, ratePerSecond: 1_000_000, budget: 100_000_000))
        account = Account(settings: settings, epoch: Epoch(1))
        account.step(.linkRestored(.hedging), at: now, into: &effects)
        account.step(.permitted(true), at: now, into: &effects)
        tellSnapshot()
        for _ in 0..<mix.positions { agenda.add(.open, at: now) }
        agenda.add(.beat, at: now + .seconds(1))
    }

    /// Until `races` closures have raced a request, or `attempts` requests have been sent.
    mutating func run(races goal: Int = .max, attempts most: Int = .max) {
        var steps = 0
        while races.all < goal, attempts < most, violations.isEmpty {
            step()
            steps += 1
            if steps > Self.stepsMax { violate("no end after \(steps) steps") }
        }
        isOpening = false
        let end = now + .seconds(60)
        while now < end, violations.isEmpty { step() }
        checkRest()
    }

    mutating func step() {
        let due = min(agenda.next, account.nextWake)
        now = max(now, due)
        if agenda.next <= now, let event = agenda.take() { happen(event) }
        if account.nextWake <= now { account.step(.timePassed, at: now, into: &effects) }
        account.dispatch(at: now, into: &effects)
        carryOut()
        if account.nextWake <= now { violate("due again at once") }
    }

    private mutating func carryOut() {
        let all = effects
        effects.removeAll(keepingCapacity: true)
        for effect in all {
            switch effect {
            case .lease(let change): leases.follow(change).map { violate($0) }
            case .modify(let command):
                check(command.request, command.ticket)
                send(.modify(command), command.ticket)
            case .close(let command):
                check(command.request, command.ticket)
                if command.volume > account.held[command.ticket]?.position.volume ?? .zero {
                    violate("S5: \(command) closes more than is open")
                }
                send(.closeByOrder(command), command.ticket)
            case .readBack(let question):
                if !told.contains(question.ticket) { violate("asks about the closed \(question.ticket)") }
                agenda.add(.ask(question), at: later(mix.latency))
            case .resynchronize: agenda.add(.snapshot, at: later(mix.latency))
            case .shard(.reconsider(let ticket, _)): agenda.add(.want(ticket), at: now)
            case .shard(.settled(let ticket)): agenda.add(.want(ticket), at: later(mix.pause))
            case .shard, .day, .minuteBars: break
            case .note(let note): take(note)
            }
        }
    }

    private mutating func check(_ request: RequestID, _ ticket: Ticket) {
        attempts += 1
        if !told.contains(ticket) { violate("\(request) to \(ticket) after the news of its closure") }
        if denied.contains(ticket) { violate("\(request) to \(ticket) after an answer that it is closed") }
        if let other = underWay[ticket] { violate("S4: \(request) while \(other) is under way") }
        leases.objection(to: request, for: ticket).map { violate($0) }
        underWay[ticket] = request
    }

    private mutating func send(_ event: Event, _ ticket: Ticket) {
        let arrival = later(mix.latency)
        agenda.add(event, at: arrival)
        if dice.chance(mix.raced) { agenda.add(.shut(ticket), at: later(1...(2 * mix.latency.upperBound))) }
    }

    private mutating func take(_ note: AccountNote) {
        switch note {
        case .confirmed(let request, let ticket, _): end(request, ticket)
        case .ended(let request, let ticket, let ending):
            end(request, ticket)
            if ending == .gone { notFound += 1 }
        default: break
        }
    }

    private mutating func end(_ request: RequestID, _ ticket: Ticket) {
        if underWay[ticket] != request { violate("\(request) ended, and was not under way") }
        underWay[ticket] = nil
        fates[request] = nil
        ended += 1
    }

    private mutating func checkRest() {
        let open = books.values.sorted { $0.ticket < $1.ticket }
        if account.positions != open { violate("S12: \(account.positions.count) seen, \(open.count) open") }
        if !underWay.isEmpty { violate("never ended: \(underWay)") }
        if leases.heldCount > 0 || account.inFlight > 0 || account.closesInFlight > 0 {
            violate("leases left: \(leases.heldCount), \(account.inFlight) in flight")
        }
        if ended != attempts { violate("\(attempts) sent, \(ended) endings") }
        if account.counters.notFound > UInt64(notFound) { violate("an ending that nobody was told") }
    }

    mutating func later(_ span: ClosedRange<Int64>) -> Instant { now + .milliseconds(dice.roll(span)) }

    mutating func violate(_ what: String) { violations.append("seed \(seed): \(what)") }
}
