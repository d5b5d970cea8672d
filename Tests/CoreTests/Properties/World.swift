@testable import Core

/// What one run of the property tests is made of; drawn from its seed.
struct WorldPlan {
    var tick: Int64
    var stopsLevel: Int64
    var freezeLevel: Int64
    var worthPerPoint: Int64
    var mode: ControlMode
    var rules: RuleSet
    var faults: Int64
    var mirrored: Bool
    var edits: Int64
    var positionsMax: Int

    init?(seed: UInt64, mirrored: Bool = false, faults: Int64? = nil) {
        var dice = Dice(seed: seed)
        tick = dice.one(of: [1, 1, 5, 10])
        stopsLevel = dice.one(of: [0, 0, 20, 50])
        freezeLevel = dice.one(of: [0, 0, 0, 10])
        worthPerPoint = dice.roll(1...40)
        mode = dice.one(of: [.manage, .manage, .protect])
        self.faults = faults ?? dice.one(of: [0, 2, 8])
        edits = dice.one(of: [0, 1, 3])
        positionsMax = Int(dice.roll(1...8))
        self.mirrored = mirrored
        guard let cap = Sample.cap(dice.roll(1_000...4_000)),
            let trailing = Sample.trailing(
                start: dice.roll(0...80), step: dice.roll(1...20), distance: dice.roll(10...120))
        else { return nil }
        let trigger = dice.roll(1...120)
        let breakEven = Sample.breakEven(trigger: trigger, offset: dice.roll(0...(trigger - 1)))
        var rungs: [(at: Int64, lock: Int64)] = []
        for _ in 0..<dice.roll(1...5) {
            let lock = (rungs.last?.lock ?? 0) + dice.roll(1...40)
            rungs.append((max(lock, rungs.last?.at ?? 0) + dice.roll(1...60), lock))
        }
        rules = Sample.rules(
            cap: cap, trailing: dice.chance(80) ? trailing : nil,
            breakEven: dice.chance(50) ? breakEven : nil,
            profitLock: dice.chance(50) ? Sample.ladder(rungs) : nil,
            allowance: CostAllowance(
                slippage: Distance(points: dice.roll(0...3)),
                commissionPerLot: Money(units: dice.roll(0...7) * Money.unitsPerWhole)))
    }
}

/// A market of one symbol, a broker with latency and faults, an EA that checks what the protocol asks it to
/// check, and a person who edits; driven by one seed, against one guardian.
struct World {
    /// Prices of a mirrored world are these minus the plain world's.
    static let mirror: Int64 = 4_000_000
    let plan: WorldPlan
    var rig: Rig
    var dice: Dice
    var bid: Int64 = 2_000_000
    var spread: Int64 = 10
    /// The broker's own books; the guardian sees them only through messages.
    var books: [Ticket: Position] = [:]
    var lastTicket: UInt64 = 0
    var queue: [(at: Instant, order: Int, what: Pending)] = []
    var order = 0
    var isLinked = true
    var isQuiet = false
    var states: [RequestID: ReadBack.RequestState] = [:]
    /// What the checker knows of each position the guardian has been told of.
    var watched: [Ticket: Watched] = [:]
    var marketTime: Int64 = 1
    /// Every command, in plain prices: the mirrored world must send the same.
    var log: [String] = []
    var failures: [String] = []
    var regressions = 0

    enum Pending {
        case deliver(TerminalMessage)
        case modify(ModifyStop)
        case close(ClosePosition)
        case relink
    }

    struct Watched {
        var peak: Int64?
        /// The tightest stop the guardian was told of since a person's last edit.
        var ratchet: Price?
        /// Stops a person set.
        var edits: [Price?] = []
    }

    init(_ plan: WorldPlan, seed: UInt64) {
        self.plan = plan
        dice = Dice(seed: seed ^ 0xFEED)
        rig = Rig(Sample.settings(plan.mode, plan.rules))
        rig.label = "seed \(seed):"
        rig.link()
        rig.permit()
        rig.snapshot([], specs: [spec], valuations: [valuation], ticks: [])
    }

    var spec: SymbolSpec {
        Sample.spec(tick: plan.tick, stopsLevel: plan.stopsLevel, freezeLevel: plan.freezeLevel)
    }
    var valuation: Valuation { Sample.valuation(whole: plan.worthPerPoint) }

    // MARK: Plain and mirrored

    func side(_ side: Side) -> Side { plan.mirrored ? side.opposite : side }
    func price(_ plain: Int64) -> Price { Price(points: plan.mirrored ? Self.mirror - plain : plain) }
    func plain(_ price: Price) -> Int64 { plan.mirrored ? Self.mirror - price.points : price.points }

    /// The exit price of a side, as this world quotes it.
    func exit(_ side: Side) -> Int64 {
        let quote = quote()
        return side == .buy ? min(quote.bid, quote.ask) : max(quote.bid, quote.ask)
    }

    func quote() -> (bid: Int64, ask: Int64) {
        plan.mirrored ? (Self.mirror - bid - spread, Self.mirror - bid) : (bid, bid + spread)
    }

    // MARK: Running

    mutating func run(steps: Int) {
        for _ in 0..<steps {
            step()
            if !failures.isEmpty { return }
        }
        settleDown()
    }

    mutating func step() {
        let end = rig.now + .milliseconds(dice.roll(5...60))
        advance(to: end)
        moveMarket()
        if !isQuiet {
            if books.count < plan.positionsMax, dice.chance(5) { open() }
            if dice.chance(plan.edits) { edit() }
            if isLinked, plan.faults > 0, dice.chance(1), dice.chance(plan.faults * 2) { lose() }
        }
        if marketTime % 25 == 0, isLinked { beat() }
    }

    /// Handles what is due, in order, up to `end`; the guardian is woken whenever it asks to be.
    mutating func advance(to end: Instant) {
        while true {
            drain()
            let next = queue.enumerated().min { ($0.1.at, $0.1.order) < ($1.1.at, $1.1.order) }
            let wake = rig.guardian.nextWake
            if let next, next.1.at <= end, next.1.at <= wake {
                queue.remove(at: next.0)
                rig.now = max(rig.now, next.1.at)
                handle(next.1.what)
            } else if wake <= end {
                rig.now = max(rig.now, wake)
                rig.wake { _, _, _ in }
            } else {
                break
            }
        }
        rig.now = end
        rig.wake { _, _, _ in }
        drain()
    }

    mutating func later(_ span: TimeSpan, _ what: Pending) {
        order += 1
        queue.append((rig.now + span, order, what))
    }

    mutating func fail(_ what: String) { failures.append("\(rig.label) \(what)") }

    private mutating func handle(_ what: Pending) {
        switch what {
        case .deliver(let message): deliver(message)
        case .modify(let command): execute(command)
        case .close(let command): execute(command)
        case .relink: relink()
        }
    }
}
