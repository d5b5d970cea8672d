import Core

/// The conversation with one EA, from its hello to its loss.
///
///     greeting --valid proof--> established --silence, malformed frame, hello--> gone
///
/// A value without clock or socket: what happens is passed in with `now`. What is to be said is written into
/// `writer`; the `SessionTable` sends it and takes the decisions that concern several sessions.
struct Session: Sendable {
    enum Phase: Sendable {
        /// Challenged; the proof must answer this nonce.
        case greeting(Nonce)
        case established
    }

    let peer: RoutingID
    let hello: Hello
    /// The socket connection that the hello came on.
    let connection: Int32
    var phase: Phase
    /// The EA's sequence numbers: the next one expected.
    var expected: UInt64 = 2
    /// The daemon's sequence number of the last frame sent.
    var sent: UInt64 = 0
    var heard: Instant
    /// The clock of the last EA frame.
    var echo: Instant
    var nextHeartbeat: Instant = .never
    var owesWelcome = false
    var writer = FrameWriter()
    /// Since when the sealed frame cannot be sent; it is tried again.
    var blockedSince: Instant?
    /// When a blocked frame is tried again.
    var retry: Instant = .never
    /// The last send found nobody.
    var isUnreachable = false

    private var symbols = SymbolSet()
    private var assembly: SnapshotAssembly?
    private var isSnapshotWanted = false
    /// As the last heartbeat told it.
    var eventsDropped: UInt32 = 0
    /// The answer of the deal history that is arriving.
    var history: DealHistoryAssembly?
    /// The same of a symbol's past minutes.
    var minutes: MinuteBarsAssembly?
    /// The snapshot asked for and not yet here.
    private var awaited: UInt32?
    /// When the awaited or arriving snapshot counts as stuck.
    private var snapshotDeadline: Instant = .never
    private var nextSnapshotRequest: Instant = .zero

    init(
        peer: RoutingID, hello: Hello, connection: Int32, nonce: Nonce, header: FrameHeader, now: Instant
    ) {
        self.peer = peer
        self.hello = hello
        self.connection = connection
        phase = .greeting(nonce)
        heard = now
        echo = header.clock
    }

    var isEstablished: Bool {
        switch phase {
        case .greeting: false
        case .established: true
        }
    }

    var isBlocked: Bool { blockedSince != nil }

    /// It may still talk, but has not read for as long as a link may be silent.
    func isDeaf(at now: Instant, _ settings: LinkSettings) -> Bool {
        blockedSince.map { now >= $0 + settings.timeout } ?? false
    }

    func isReadyToSend(at now: Instant) -> Bool { !writer.isEmpty && (!isBlocked || now >= retry) }

    /// Adds one of the session's own words to its frame.
    mutating func say(_ message: DaemonMessage, _ counters: inout LinkCounters) {
        switch writer.append(message) {
        case .appended: counters.messagesOut += 1
        case .full, .unencodable: counters.messagesUndeliverable += 1
        }
    }

    mutating func establish(at now: Instant, header: FrameHeader) {
        phase = .established
        expected = header.sequence &+ 1
        heard = now
        echo = header.clock
        nextHeartbeat = now
        owesWelcome = true
        isSnapshotWanted = true
    }

    // MARK: - Receiving

    /// The first message that has no place in an established session.
    static func misplaced(in messages: [TerminalMessage]) -> MessageType? {
        for message in messages {
            switch message {
            case .hello, .proof: return message.type
            case .snapshotBegin(let begin):
                if begin.positions > SnapshotAssembly.positionsMax || begin.symbols > SymbolSet.countMax {
                    return message.type
                }
            case .dealHistoryBegin(let begin):
                if begin.deals > DealHistoryAssembly.dealsMax { return message.type }
            case .symbolSpec, .valuation, .position, .positionClosed, .account, .snapshotEnd, .tradeEvent,
                .dealHistoryEnd, .minuteBars, .minuteBarsEnd, .tick, .deal, .result, .readBack, .heartbeat,
                .guardActed, .panel:
                continue
            }
        }
        return nil
    }

    /// Takes the messages of one frame of an established session.
    mutating func receive(
        _ messages: [TerminalMessage], _ header: FrameHeader, at now: Instant, _ settings: LinkSettings,
        counters: inout LinkCounters, into notices: inout [LinkNotice]
    ) {
        if header.sequence < expected {
            counters.framesRepeated += 1
            wantSnapshot()
            return
        }
        if header.sequence > expected {
            counters.sequenceGaps += 1
            assembly = nil
            history = nil
            minutes = nil
            awaited = nil
            wantSnapshot()
        }
        expected = header.sequence &+ 1
        heard = now
        echo = header.clock
        notices.append(LinkNotice(account: hello.account, event: .clock(header.clock)))
        for message in messages {
            take(message, at: now, settings, counters: &counters, into: &notices)
        }
    }

    private mutating func take(
        _ message: TerminalMessage, at now: Instant, _ settings: LinkSettings, counters: inout LinkCounters,
        into notices: inout [LinkNotice]
    ) {
        let sizeBefore = assembly?.size ?? 0
        var isPassedOn = true
        switch message {
        case .tick(let tick):
            isPassedOn = knows(tick.symbol, &counters)
            if isPassedOn, assembly != nil {
                assembly?.take(tick)
                isPassedOn = false
            }
        case .position(let position):
            isPassedOn = knows(position.symbol, &counters)
            if isPassedOn, assembly != nil {
                if assembly?.take(position) == false { reject(&counters) }
                isPassedOn = false
            }
        case .valuation(let valuation):
            isPassedOn = knows(valuation.symbol, &counters)
            if isPassedOn, assembly != nil {
                assembly?.take(valuation)
                isPassedOn = false
            }
        case .symbolSpec(let spec):
            isPassedOn = number(spec, &counters)
        case .positionClosed(let closed):
            isPassedOn = knows(closed.symbol, &counters)
            assembly?.remove(closed.ticket)
        case .deal(let deal):
            // A deal is passed on whatever its symbol: nothing else proves what happened.
            if let symbol = deal.symbol { _ = knows(symbol, &counters) }
            if history != nil {
                history?.take(deal)
                isPassedOn = false
            }
        case .dealHistoryBegin(let begin):
            isPassedOn = false
            history = DealHistoryAssembly(begin)
        case .dealHistoryEnd(let end):
            isPassedOn = false
            finish(end, into: &notices)
        case .minuteBars(let part):
            isPassedOn = false
            if knows(part.symbol, &counters) { MinuteBarsAssembly.take(part, into: &minutes) }
        case .minuteBarsEnd(let end):
            isPassedOn = false
            if knows(end.symbol, &counters) { finish(end, into: &notices) }
        case .snapshotBegin(let begin):
            isPassedOn = false
            if begin.snapshot == 0 || begin.snapshot == awaited {
                assembly = SnapshotAssembly(begin)
                snapshotDeadline = now + settings.snapshotPatience
            }
        case .snapshotEnd(let end):
            isPassedOn = false
            complete(end, counters: &counters, into: &notices)
        case .tradeEvent(let event):
            isPassedOn = false
            take(event, counters: &counters, into: &notices)
        case .heartbeat(let beat): hear(beat, counters: &counters, into: &notices)
        case .account, .result, .readBack, .guardActed, .panel, .hello, .proof: break
        }
        if let size = assembly?.size, size > sizeBefore {
            // Only growth is progress: ticks alone must not keep a stuck snapshot, and what it absorbs, alive.
            snapshotDeadline = now + settings.snapshotPatience
        }
        if isPassedOn { notices.append(LinkNotice(account: hello.account, event: .message(message))) }
    }

    mutating func knows(_ symbol: SymbolID, _ counters: inout LinkCounters) -> Bool {
        guard symbols.contains(symbol) else {
            counters.unknownSymbols += 1
            wantSnapshot()
            return false
        }
        return true
    }

    /// - Returns: whether the specification is passed on by itself.
    private mutating func number(_ spec: SymbolSpec, _ counters: inout LinkCounters) -> Bool {
        guard symbols.insert(spec.symbol) else {
            counters.unknownSymbols += 1
            return false
        }
        guard assembly != nil else { return true }
        assembly?.take(spec)
        return false
    }

    private mutating func complete(
        _ end: SnapshotEnd, counters: inout LinkCounters, into notices: inout [LinkNotice]
    ) {
        guard let snapshot = assembly?.complete(with: end) else {
            reject(&counters)
            return
        }
        counters.snapshots += 1
        if assembly?.begin.snapshot == awaited {
            awaited = nil
            isSnapshotWanted = false
        }
        assembly = nil
        snapshotDeadline = awaited == nil ? .never : snapshotDeadline
        notices.append(LinkNotice(account: hello.account, event: .snapshot(snapshot)))
    }

    private mutating func reject(_ counters: inout LinkCounters) {
        counters.snapshotsRejected += 1
        assembly = nil
        awaited = nil
        wantSnapshot()
    }

    // MARK: - Asking for snapshots

    /// A snapshot is wanted; one that is under way serves, unless it has been given up.
    mutating func wantSnapshot() {
        if awaited == nil { isSnapshotWanted = true }
    }

    /// - Returns: the id to ask for, if it is time to ask.
    mutating func snapshotRequest(
        at now: Instant, _ settings: LinkSettings, nextID: inout UInt32
    ) -> SnapshotRequest? {
        if now >= snapshotDeadline {
            assembly = nil
            awaited = nil
            snapshotDeadline = .never
            isSnapshotWanted = true
        }
        guard isSnapshotWanted, awaited == nil, now >= nextSnapshotRequest else { return nil }
        // 0 means "unasked".
        nextID = nextID == UInt32.max ? 1 : nextID + 1
        awaited = nextID
        assembly = nil
        isSnapshotWanted = false
        snapshotDeadline = now + settings.snapshotPatience
        nextSnapshotRequest = now + settings.snapshotSpacing
        return SnapshotRequest(snapshot: nextID)
    }

    /// The next moment at which this session has something to do by itself.
    func nextWake(_ settings: LinkSettings) -> Instant {
        if isBlocked { return min(heard + settings.timeout, retry) }
        var next = min(heard + settings.timeout, snapshotDeadline, nextHeartbeat)
        if isSnapshotWanted, awaited == nil { next = min(next, nextSnapshotRequest) }
        return next
    }
}
