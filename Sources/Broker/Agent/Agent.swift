import Core

/// A model of the expert advisor in its terminal: what docs/protocol.md says an EA does, as a machine on
/// injected time.
///
/// It exists so that the daemon's machines can be run against every fault faster than the EA's own source
/// could be. It reads the broker through a `TerminalMirror`, so it knows what a terminal knows, when it
/// knows it; it speaks the link protocol in bytes; it keeps in `AgentMemory` what the EA keeps in files.
///
/// Time: everything happens in `pump`, which the host calls at `nextWake`; what arrives between two pumps
/// waits, as it does for the EA between two timer events 10 to 16 ms apart. Its own clock starts anew with
/// every start of the program. Deterministic; one owner.
public final class Agent {
    /// What the host must do.
    public enum Output: Sendable {
        /// Try to connect, then call `connected` or `connectionFailed`.
        case connect
        /// The agent has closed the connection.
        case close
        case frame([UInt8])
    }

    /// What an agent has done since it was made, over all its starts.
    public struct Counters: Sendable {
        public var starts = 0
        public var sessions = 0
        public var ordersSent = 0
        public var refusals = 0
        public var repeats = 0
        public var guardActions = 0
        public var framesMalformed = 0
        public var linksLost = 0
    }

    public internal(set) var counters = Counters()
    var memory = AgentMemory()
    /// The link's state as the EA's program sees it.
    enum Link {
        case down(retryAt: Instant)
        case connecting
        case greeting(nonce: Nonce)
        case proving
        case established(linkTimeout: TimeSpan)
    }

    let settings: AgentSettings
    let venue: Venue
    var random: Generator
    var mirror = TerminalMirror()
    var isRunning = false
    var bootID = BootID(0)
    /// The agent's clock minus the host's.
    var clockOffset: Int64 = 0

    var link = Link.down(retryAt: .zero)
    var backOff = TimeSpan.milliseconds(50)
    var inbox: [[UInt8]] = []
    var incoming: [DaemonMessage] = []
    var writer = FrameWriter()
    var sequenceOut: UInt64 = 0
    var sequenceIn: UInt64 = 0
    var daemonClock = Instant.zero
    /// The host's time at which the daemon was last heard.
    var heardAt = Instant.zero
    var heartbeat = TimeSpan.seconds(1)
    var heartbeatAt = Instant.zero
    var toldPermissions = Permissions()
    var snapshotWanted: UInt32?
    var historyWanted: DealHistoryRequest?
    var minutesWanted: MinuteBarsRequest?
    /// Whether the session at hand has had a snapshot.
    var hasToldEverything = false

    var symbols: [AgentSymbol] = []
    var symbolNumbers: [Int?]
    /// What the terminal itself would compute with: the quotes it has been sent.
    var valuation: Valuation
    var terminalTime = MarketTime.unknown
    var terminalTimeAt = Instant.zero
    var positions: [AgentPosition] = []
    /// What the scan under way has dropped.
    var replaced: [AgentPosition] = []
    var closed: [PositionClosed] = []
    var scans = 0
    var isScanDue = true
    var refreshAt = Instant.zero
    var checksum = PositionChecksum.empty
    var ticksMerged: UInt32 = 0

    /// Requests in flight or of unknown fate, in the order they were taken.
    var open: [AgentRequest] = []
    var results: [RequestResult] = []
    var readBacks: [ReadBack] = []
    var guardNews: [GuardActed] = []
    var answers: [(TradeRequest, TradeResult)] = []
    var deals: [Deal] = []
    var panelPresses: [PanelPressed] = []
    var nextOwnRequest: UInt64 = 1

    public private(set) var nextWake = Instant.zero
    var outputs: [Output] = []

    public init(settings: AgentSettings, venue: Venue) {
        self.settings = settings
        self.venue = venue
        random = Generator(seed: settings.seed, purpose: 0xA6)
        valuation = Valuation(contracts: venue.server.contracts, currency: venue.server.terms.currency)
        symbolNumbers = Array(repeating: nil, count: venue.server.contracts.count)
    }

    /// The most transactions the terminal keeps for the program; older ones are displaced.
    static let transactionsMax = 1_024
    /// The most deals that wait for a session.
    static let dealsMax = 1_024

    // MARK: - The program's life

    /// Starts the program; a running one is ended first.
    public func start(at now: Instant) {
        end()
        isRunning = true
        counters.starts += 1
        bootID = BootID(random.next() | 1)
        clockOffset = random.between(0, 1_000_000_000_000) - now.nanoseconds
        link = .down(retryAt: now)
        backOff = .milliseconds(50)
        heartbeatAt = now
        refreshAt = now
        schedule(now)
    }

    /// Ends the program as a crash would: what is not in memory is gone. The terminal goes on.
    public func end() {
        guard isRunning else { return }
        isRunning = false
        memory.programEnded()
        open.removeAll()
        symbols.removeAll()
        symbolNumbers = Array(repeating: nil, count: symbolNumbers.count)
        positions.removeAll()
        checksum = .empty
        scans = 0
        isScanDue = true
        dropConversation()
        closed.removeAll()
        results.removeAll()
        deals.removeAll()
        answers.removeAll()
        guardNews.removeAll()
        nextWake = .never
    }

    /// The stricter of the latch on the chart and the daemon's.
    public var latch: KillLevel { memory.effectiveLatch }

    /// The agent's own monotonic clock.
    func clock(_ now: Instant) -> Instant { Instant(nanoseconds: now.nanoseconds + clockOffset) }

    /// Server time as the terminal estimates it: the last quote's, and what has passed since.
    func serverTime(_ now: Instant) -> MarketTime {
        MarketTime(
            milliseconds: terminalTime.milliseconds + (now - terminalTimeAt).milliseconds)
    }

    // MARK: - What reaches the terminal

    /// Takes what the broker sends to the terminal, whether or not the program runs.
    public func take(_ delivery: Venue.Delivery, at now: Instant) {
        switch delivery {
        case .tick(let tick):
            valuation.apply(tick)
            terminalTime = max(terminalTime, tick.time)
            terminalTimeAt = now
            guard isRunning, let index = symbolNumbers[tick.symbol.rawValue] else { return }
            if symbols[index].isTickDue, symbols[index].positions > 0 { ticksMerged &+= 1 }
            symbols[index].take(tick.quote, time: tick.time, seen: clock(now))
            if symbols[index].positions > 0 { wakeSoon(now) }
        case .message(let message):
            mirror.apply(message)
            guard isRunning else { return }
            isScanDue = true
            note(message)
            wakeSoon(now)
        }
    }

    private func note(_ message: ServerMessage) {
        switch message {
        case .answered(let request, let result):
            if answers.count >= Self.transactionsMax { answers.removeFirst() }
            answers.append((request, result))
        case .dealAdded(let deal, _): keep(deal)
        case .connectionRestored(_, let missed): for deal in missed { keep(deal) }
        case .orderAdded, .orderDeleted, .historyAdded, .positionChanged, .positionRestated,
            .connectionLost:
            break
        }
    }

    private func keep(_ deal: Deal) {
        if deals.count >= Self.dealsMax { deals.removeFirst() }
        deals.append(deal)
    }

    // MARK: - The pump

    /// One event of the program: reads what has arrived, acts, and hands over what is to be sent.
    public func pump(at now: Instant, into outputs: inout [Output]) {
        guard isRunning else { return }
        readFrames(at: now)
        takeAnswers(at: now)
        scanPositions(at: now)
        resolveRequests(at: now)
        runGuard(at: now)
        runFlatten(at: now)
        refreshSymbols(at: now)
        keepLink(at: now)
        report(at: now)
        nextWake = nextDue(at: now)
        outputs.append(contentsOf: self.outputs)
        self.outputs.removeAll(keepingCapacity: true)
    }

    /// The next timer event sees what has just arrived.
    func wakeSoon(_ now: Instant) {
        guard nextWake > now + .milliseconds(16) else { return }
        schedule(now + TimeSpan(nanoseconds: random.between(1_000_000, 16_000_000)))
    }

    private func schedule(_ when: Instant) { nextWake = when }

    private func nextDue(at now: Instant) -> Instant {
        var due = refreshAt
        switch link {
        case .down(let retryAt): due = min(due, retryAt)
        case .connecting: break
        case .greeting, .proving: due = min(due, heardAt + .seconds(3))
        case .established(let timeout): due = min(due, min(heartbeatAt, heardAt + timeout))
        }
        due = min(due, guardDue)
        if !open.isEmpty { due = min(due, resolveDue(at: now)) }
        return max(due, now + .milliseconds(10))
    }
}
