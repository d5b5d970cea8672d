import Testing

@testable import Core

/// A guardian and the far end of its link, one wake-up at a time, on a clock that only tests move.
///
/// Every command is held against the invariants from the far end's own books, in every test: S1 ratchet, S2
/// cap, S4 one in flight, S9 take-profit, the tick grid, the window, growing request numbers, and that a
/// wake-up leaves nothing due at the same moment.
struct Rig {
    var guardian: Guardian
    var now = Instant(nanoseconds: 1_000_000_000)
    /// What the daemon has sent and nobody has taken yet.
    private(set) var sent: [DaemonMessage] = []
    private(set) var notes: [AccountNote] = []
    private(set) var latches: [KillLevel] = []
    private(set) var resynchronizations = 0
    /// What the far end has said last of each position.
    private(set) var told: [Ticket: Position] = [:]
    private(set) var specs: [SymbolID: SymbolSpec] = [:]
    private(set) var valuations: [SymbolID: Valuation] = [:]
    private(set) var outstanding: [Ticket: RequestID] = [:]
    private(set) var leases = LeaseBook()
    private(set) var day: DayState?
    private var lastRequest = RequestID(0)
    let settings: Settings
    /// Values too large for the slow model's exact products.
    var isBeyondSlowModel = false
    /// Printed with every failure.
    var label = ""
    /// What the property tests expect to see broken, or nothing.
    private(set) var violations: [String] = []

    init(_ settings: Settings = Sample.settings(), latch: KillLevel = .none) {
        self.settings = settings
        guardian = Guardian(settings: settings, epoch: Epoch(1), latch: latch)
    }

    /// A linked, permitted, synchronized guardian.
    static func ready(
        _ settings: Settings = Sample.settings(), latch: KillLevel = .none, positions: [Position] = [],
        specs: [SymbolSpec] = [Sample.spec()], valuations: [Valuation] = [Sample.valuation()],
        ticks: [Tick] = [], marginMode: MarginMode = .hedging, day kept: DayState? = nil
    ) -> Rig {
        var rig = Rig(settings, latch: latch)
        if let kept { rig.wake { $0.restore(kept, at: $1, into: &$2) } }
        rig.link(marginMode)
        rig.permit()
        rig.snapshot(positions, specs: specs, valuations: valuations, ticks: ticks)
        return rig
    }

    // MARK: Stimuli, each one wake-up

    mutating func wake(_ body: (inout Guardian, Instant, inout [Guardian.Output]) -> Void) {
        var outputs: [Guardian.Output] = []
        guardian.terminalClock(now, at: now, into: &outputs)
        body(&guardian, now, &outputs)
        if guardian.nextWake <= now { guardian.timePassed(at: now, into: &outputs) }
        guardian.dispatch(at: now, into: &outputs)
        take(outputs)
        if guardian.nextWake <= now { violate("busy loop: due again at \(now.nanoseconds)") }
    }

    mutating func link(_ marginMode: MarginMode = .hedging) {
        wake { $0.linkRestored(marginMode: marginMode, at: $1, into: &$2) }
    }

    mutating func unlink() {
        wake { $0.linkLost(at: $1, into: &$2) }
    }

    mutating func permit(_ permissions: Permissions = .all) {
        receive(
            .account(
                AccountState(
                    balance: .zero, equity: .zero, margin: .zero, marginFree: .zero,
                    permissions: permissions)))
    }

    mutating func snapshot(
        _ positions: [Position], specs: [SymbolSpec] = [Sample.spec()],
        valuations: [Valuation] = [Sample.valuation()], ticks: [Tick] = []
    ) {
        told = [:]
        self.specs = [:]
        self.valuations = [:]
        for spec in specs { self.specs[spec.symbol] = spec }
        for valuation in valuations { self.valuations[valuation.symbol] = valuation }
        for position in positions { told[position.ticket] = position }
        let whole = Snapshot(symbols: specs, valuations: valuations, ticks: ticks, positions: positions)
        outstanding = outstanding.filter { told[$0.key] != nil }
        wake { $0.snapshot(whole, at: $1, into: &$2) }
    }

    mutating func receive(_ message: TerminalMessage) {
        switch message {
        case .position(let position):
            if told[position.ticket]?.side != position.side { outstanding[position.ticket] = nil }
            told[position.ticket] = position
        case .positionClosed(let closed):
            told[closed.ticket] = nil
            outstanding[closed.ticket] = nil
        case .symbolSpec(let spec): specs[spec.symbol] = spec
        case .valuation(let valuation): valuations[valuation.symbol] = valuation
        default: break
        }
        wake { $0.receive(message, at: $1, into: &$2) }
    }

    /// Changes the far end's books behind the guardian's back: for the canaries of the checks below.
    mutating func pretend(_ position: Position) { told[position.ticket] = position }

    mutating func tick(_ bid: Int64, _ ask: Int64? = nil) {
        receive(.tick(Sample.tick(bid, ask, seen: now.nanoseconds)))
    }

    /// What the deals of a position tell, in hundredths of a lot.
    mutating func traded(_ ticket: UInt64 = 1, initial: Int64, opened: Int64? = nil, closed: Int64 = 0) {
        let volumes = Sample.traded(ticket, initial: initial, opened: opened, closed: closed)
        wake { $0.traded(volumes, Ticket(ticket), at: $1, into: &$2) }
    }

    mutating func close(_ ticket: UInt64) {
        receive(
            .positionClosed(
                PositionClosed(
                    ticket: Ticket(ticket), identifier: PositionID(ticket), symbol: Sample.symbol, seen: now))
        )
    }

    mutating func heartbeat(latch: KillLevel = .none, matching: Bool = true, permissions: Permissions = .all)
    {
        let sum = PositionChecksum.of(told.values)
        receive(
            .heartbeat(
                TerminalHeartbeat(
                    permissions: permissions, latch: latch, slowestCall: .none, slowestCall_us: 0,
                    positions: UInt32(told.count),
                    checksum: matching ? sum : PositionChecksum(rawValue: sum.rawValue &+ 1), ping_us: 0,
                    queuedBytes: 0, inFlight: 0, ticksMerged: 0, received: 0, serverTime: .unknown,
                    echo: .zero)))
    }

    mutating func latch(_ level: KillLevel) {
        wake { $0.latch(level, at: $1, into: &$2) }
    }

    /// Lets time pass, waking whenever the guardian asks for it.
    mutating func pass(_ span: TimeSpan) {
        let end = now + span
        while guardian.nextWake <= end {
            now = max(now, guardian.nextWake)
            wake { _, _, _ in }
            if !violations.isEmpty { return }
        }
        now = end
        wake { _, _, _ in }
    }

    // MARK: What the far end sees

    mutating func takeSent() -> [DaemonMessage] {
        defer { sent = [] }
        return sent
    }

    /// Takes all that was sent, which must be exactly one stop.
    mutating func takeStop(_ location: SourceLocation = #_sourceLocation) throws -> ModifyStop {
        let all = takeSent()
        #expect(all.count == 1, "\(all)", sourceLocation: location)
        guard case .modifyStop(let command)? = all.last else {
            throw Missing(what: "a stop")
        }
        return command
    }

    mutating func takeClose(_ location: SourceLocation = #_sourceLocation) throws -> ClosePosition {
        let all = takeSent()
        #expect(all.count == 1, "\(all)", sourceLocation: location)
        guard case .closePosition(let command)? = all.last else { throw Missing(what: "a close") }
        return command
    }

    mutating func takeReadBack(_ location: SourceLocation = #_sourceLocation) throws -> ReadBackRequest {
        let all = takeSent()
        #expect(all.count == 1, "\(all)", sourceLocation: location)
        guard case .readBackRequest(let command)? = all.last else { throw Missing(what: "a read-back") }
        return command
    }

    mutating func takeNotes() -> [AccountNote] {
        defer { notes = [] }
        return notes
    }

    struct Missing: Error { let what: String }

    var counters: AccountCounters { guardian.account.counters }

    // MARK: Answers

    /// The broker did as told: the position's event, then the result.
    mutating func confirm(_ command: ModifyStop) {
        guard var position = told[command.ticket] else { return }
        position.stopLoss = command.stopLoss
        position.takeProfit = command.takeProfit
        receive(.position(position))
        answer(command.request, command.ticket, .done, code: 10009)
    }

    mutating func answer(
        _ request: RequestID, _ ticket: Ticket, _ outcome: RequestResult.Outcome, code: UInt32 = 0,
        refusal: RequestResult.Refusal = .none
    ) {
        if outcome == .rejected || outcome == .refused { outstanding[ticket] = nil }
        let position = told[ticket]
        receive(
            .result(
                RequestResult(
                    request: request, ticket: ticket, outcome: outcome, isRepeated: false, refusal: refusal,
                    returnCode: code, stopLoss: position?.stopLoss, takeProfit: position?.takeProfit,
                    volume: position?.volume ?? .zero, order: 0, received: now, sent: now, answered: now)))
    }

    /// Answers a read-back from the far end's own books.
    mutating func readBack(_ request: ReadBackRequest, _ state: ReadBack.RequestState) {
        let position = told[request.ticket]
        outstanding[request.ticket] = nil
        receive(
            .readBack(
                ReadBack(
                    request: request.request, ticket: request.ticket, isOpen: position != nil, state: state,
                    returnCode: 0, volume: position?.volume ?? .zero, stopLoss: position?.stopLoss,
                    takeProfit: position?.takeProfit, seen: now)))
    }

    // MARK: Invariants

    private mutating func take(_ outputs: [Guardian.Output]) {
        for output in outputs {
            switch output {
            case .send(let message):
                sent.append(message)
                switch message {
                case .modifyStop(let command): check(command)
                case .closePosition(let command): check(command)
                default: break
                }
            case .lease(let change): leases.follow(change).map { violate($0) }
            case .day(let state): day = state
            case .resynchronize: resynchronizations += 1
            case .latched(let level): latches.append(level)
            case .shard: Issue.record("the rig steps its shard inline")
            case .note(let note):
                notes.append(note)
                switch note {
                case .confirmed(_, let ticket, _), .ended(_, let ticket, _): outstanding[ticket] = nil
                default: break
                }
            }
        }
        if outstanding.count > settings.flow.window { violate("window: \(outstanding.count)") }
    }

    mutating func lease(_ ticket: Ticket, _ request: RequestID) {
        leases.objection(to: request, for: ticket).map { violate($0) }
        if let present = outstanding[ticket] { violate("S4: \(request) while \(present) is out") }
        if request <= lastRequest { violate("request numbers must grow") }
        lastRequest = request
        outstanding[ticket] = request
    }

    mutating func violate(_ what: String) {
        violations.append(what)
        Issue.record("\(label) \(what)")
    }
}
