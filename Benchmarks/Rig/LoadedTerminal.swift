import Core
import Runtime

/// Plays the EA of many symbols under load: ticks go round the symbols, and every so many climb a rung of the
/// profit lock, which moves the stop of each of the symbol's positions.
///
/// It answers as the EA would: a request is confirmed, result and position event, in the next frame. At the top
/// of the ladder the positions are closed and others take their place. Owner: one thread.
struct LoadedTerminal: ScheduledPlayer {
    private static let beat = TimeSpan.milliseconds(500)

    private struct Desk {
        var positions: [Position]
        var rung: Int64 = 0
        /// Rungs climbed whose stops have not all been asked for, and when their ticks were due.
        var waiting: [(rung: Int64, scheduled: Instant)] = []
    }

    private var link: TerminalLink
    private var desks: [Desk]
    private var nextTicket: UInt64
    private var nextBeat = Instant.zero
    private var hasToldHistory = false
    /// Every so many ticks climb; 0: none does.
    var climbEvery = 0
    /// From when a climbing tick was due to its last request received.
    var latencies = LatencyHistogram()
    private(set) var climbs = 0
    /// Ticks that should have climbed while the top of the ladder was still being waited for.
    private(set) var overtaken = 0
    private(set) var requests: [Lane: Int] = [:]
    /// Bytes of the last frame that carried a request.
    private(set) var replyBytes = 0

    init(_ endpoint: String, boot: UInt64, token: String, symbols: Int, each: Int) throws {
        let snapshot = try Scene.snapshot(symbols: symbols, each: each)
        link = try TerminalLink(endpoint, boot: boot, token: token, snapshot: snapshot)
        desks = (0..<symbols).map {
            Desk(positions: Array(snapshot.positions[$0 * each..<($0 + 1) * each]))
        }
        nextTicket = UInt64(symbols * each + 1)
        // Before that the daemon tightens nothing.
        while !hasToldHistory {
            try receive(try dealer.receive(), at: MonotonicClock.now())
            try flush()
        }
    }

    var dealer: Dealer { link.dealer }
    var isSettled: Bool { desks.allSatisfy { $0.waiting.isEmpty } }
    /// Climbing ticks whose requests have not all come.
    var unanswered: Int { desks.reduce(0) { $0 + $1.waiting.count } }
    /// On average.
    var frameBytes: Int { link.sent.bytes / max(link.sent.frames, 1) }

    mutating func play(_ index: Int, scheduled: Instant) throws {
        let place = index % desks.count
        if climbEvery > 0, index % climbEvery == 0 { try climb(place, scheduled: scheduled) }
        let jitter = index / desks.count & 3
        let bid = Scene.bid(rung: desks[place].rung) - (index % max(climbEvery, 1) == 0 ? 0 : Int64(jitter))
        try link.add(
            .tick(Scene.tick(bid: bid, seen: MonotonicClock.now(), symbol: SymbolID(UInt16(place)))))
    }

    mutating func flush() throws {
        let now = MonotonicClock.now()
        if now >= nextBeat {
            nextBeat = now + Self.beat
            try link.add(.heartbeat(heartbeat))
        }
        try link.flush()
    }

    mutating func settle() throws { try link.flush() }

    mutating func receive(_ frame: UnsafeRawBufferPointer, at now: Instant) throws {
        try link.take(frame)
        for message in link.messages {
            if case .dealHistoryRequest(let question) = message {
                try link.tellEmptyHistory(question)
                hasToldHistory = true
            }
            guard case .modifyStop(let command) = message else { continue }
            requests[command.lane, default: 0] += 1
            replyBytes = frame.count
            try confirm(command, at: now)
        }
    }

    /// Nothing happens but heartbeats.
    mutating func rest(for span: TimeSpan) throws {
        let end = MonotonicClock.now() + span
        while MonotonicClock.now() < end {
            while let frame = try dealer.receiveIfReady() { try receive(frame, at: MonotonicClock.now()) }
            try flush()
            dealer.wait(until: min(end, nextBeat))
        }
    }

    private mutating func climb(_ place: Int, scheduled: Instant) throws {
        if desks[place].rung == Scene.rungs {
            guard desks[place].waiting.isEmpty else {
                overtaken += 1
                return
            }
            try replacePositions(place)
        }
        climbs += 1
        desks[place].rung += 1
        desks[place].waiting.append((desks[place].rung, scheduled))
    }

    private mutating func replacePositions(_ place: Int) throws {
        let symbol = SymbolID(UInt16(place))
        desks[place].rung = 0
        for index in desks[place].positions.indices {
            let old = desks[place].positions[index]
            try link.add(
                .positionClosed(
                    PositionClosed(
                        ticket: old.ticket, identifier: old.identifier, symbol: symbol,
                        seen: MonotonicClock.now())))
        }
        try link.add(.tick(Scene.tick(bid: Scene.open, seen: MonotonicClock.now(), symbol: symbol)))
        for index in desks[place].positions.indices {
            desks[place].positions[index] = Scene.position(Ticket(nextTicket), symbol: symbol)
            nextTicket += 1
            try link.add(.position(desks[place].positions[index]))
        }
    }

    private mutating func confirm(_ command: ModifyStop, at now: Instant) throws {
        let place = Int(command.symbol.rawValue)
        guard let index = desks[place].positions.firstIndex(where: { $0.ticket == command.ticket }) else {
            throw BenchmarkFailure("a request for a position that is gone")
        }
        desks[place].positions[index].stopLoss = command.stopLoss
        try link.add(.result(Scene.result(of: command)))
        try link.add(.position(desks[place].positions[index]))
        while let first = desks[place].waiting.first,
            desks[place].positions.allSatisfy({ Self.reaches($0, Scene.stop(rung: first.rung)) })
        {
            latencies.record(now - first.scheduled)
            desks[place].waiting.removeFirst()
        }
    }

    private static func reaches(_ position: Position, _ stop: Price) -> Bool {
        position.stopLoss.map { $0 >= stop } ?? false
    }

    private var heartbeat: TerminalHeartbeat {
        var sum = PositionChecksum.empty
        var count = 0
        for desk in desks {
            for position in desk.positions { sum.add(position) }
            count += desk.positions.count
        }
        return TerminalHeartbeat(
            permissions: .all, latch: .none, slowestCall: .none, slowestCall_us: 0, positions: UInt32(count),
            checksum: sum, ping_us: 0, queuedBytes: 0, inFlight: 0, ticksMerged: 0, received: 0,
            serverTime: MarketTime(milliseconds: 1), echo: .zero)
    }
}
