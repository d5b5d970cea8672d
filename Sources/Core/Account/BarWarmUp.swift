/// Which symbols' past minutes are still to be fetched from the terminal, and when the next question is due.
///
/// A symbol is asked for as soon as rules look at its bars, after each snapshot, for ticks may have been lost before
/// it, and when more bars are looked at or whoever kept them is lost. Where the terminal has nothing yet, or answers
/// what cannot be, the question is repeated after a pause that doubles, `attemptsMax` times in all; bars then
/// come from the ticks alone until the next snapshot.
///
/// Bounds: one question at a time; a symbol that was answered is asked for again after `spacing` at the earliest.
/// Times are the daemon's monotonic clock. Pure; owned by the account.
struct BarWarmUp: Codable, Sendable {
    /// How long an answer may take; one that comes later is refused.
    static let patience = TimeSpan.seconds(30)
    static let pauseFirst = TimeSpan.seconds(1)
    static let pauseMax = TimeSpan.seconds(64)
    static let attemptsMax = 20
    static let spacing = TimeSpan.seconds(10)
    /// How far beyond the last known server time a minute may lie: a market may be played faster than its clock is
    /// told.
    static let futureMax = TimeSpan.seconds(3_600)

    private struct Wish: Codable, Sendable {
        var kinds: [BarSettings]
        /// Closed ones to ask for.
        var minutes: UInt32
        var attempts = 0
        /// `never` once it is answered, or given up.
        var due: Instant
        var answered: Instant?
    }

    private struct Question: Codable, Sendable {
        var request: MinuteBarsRequest
        var until: Instant
    }

    private var wishes = SymbolTable<Wish>()
    private var open: Question?
    private var lastRequest: UInt32 = 0
    /// The latest server time heard in this session.
    private var serverTime = MarketTime.unknown

    /// When there is something to do; `never` before the server's clock has been heard.
    var dueAt: Instant {
        guard serverTime != .unknown else { return .never }
        if let open { return open.until }
        return wishes.entries.reduce(Instant.never) { min($0, $1?.due ?? .never) }
    }

    /// The session is over: its symbol numbers mean nothing any more.
    mutating func forget() {
        wishes.removeAll()
        open = nil
        serverTime = .unknown
    }

    mutating func hear(_ time: MarketTime) { serverTime = max(serverTime, time) }

    /// Rules look at these bars of a symbol; none: at no bars.
    mutating func want(_ kinds: [BarSettings], of symbol: SymbolID, at now: Instant) {
        guard !kinds.isEmpty else {
            wishes[symbol] = nil
            return
        }
        let isMore = wishes[symbol].map { known in kinds.contains { !known.kinds.contains($0) } } ?? true
        if isMore {
            wishes[symbol] = Wish(kinds: kinds, minutes: Self.minutes(for: kinds), due: now)
        } else {
            wishes[symbol]?.kinds = kinds
        }
    }

    /// What is known of a symbol's bars may have gaps, or is lost.
    mutating func renew(_ symbol: SymbolID, at now: Instant) {
        guard let wish = wishes[symbol] else { return }
        wishes[symbol]?.attempts = 0
        wishes[symbol]?.due = max(now, wish.answered.map { $0 + Self.spacing } ?? now)
    }

    /// The next question, if it is time for one.
    mutating func question(at now: Instant) -> MinuteBarsRequest? {
        guard dueAt <= now else { return nil }
        if let expired = open {
            open = nil
            postpone(expired.request.symbol, at: now)
        }
        guard let symbol = nextSymbol(at: now), let minutes = wishes[symbol]?.minutes else { return nil }
        lastRequest &+= 1
        let request = MinuteBarsRequest(request: lastRequest, symbol: symbol, minutes: minutes)
        open = Question(request: request, until: now + Self.patience)
        wishes[symbol]?.attempts += 1
        return request
    }

    /// What an answer is worth.
    enum Verdict {
        case history(BarHistory)
        /// The terminal has nothing yet; it is asked again.
        case later
        /// Nobody asked for it, or it cannot be; what was asked is asked again.
        case refused
    }

    mutating func judge(_ answer: MinuteBarsAnswer, at now: Instant) -> Verdict {
        guard let asked = open?.request, asked.request == answer.request, asked.symbol == answer.symbol
        else { return .refused }
        open = nil
        switch answer.outcome {
        case .notYet, .complete([]):
            postpone(asked.symbol, at: now)
            return .later
        case .damaged:
            postpone(asked.symbol, at: now)
            return .refused
        case .complete(let bars):
            guard bars.count <= Int(asked.minutes) + 1, isPast(bars),
                let history = BarHistory(symbol: asked.symbol, minutes: bars)
            else {
                postpone(asked.symbol, at: now)
                return .refused
            }
            wishes[asked.symbol]?.answered = now
            wishes[asked.symbol]?.due = .never
            return .history(history)
        }
    }

    private func isPast(_ bars: [MinuteBar]) -> Bool {
        bars.last.map { $0.start <= serverTime + Self.futureMax } ?? true
    }

    private func nextSymbol(at now: Instant) -> SymbolID? {
        var best: (index: Int, due: Instant)?
        for (index, wish) in wishes.entries.enumerated() {
            guard let due = wish?.due, due <= now, due < best?.due ?? .never else { continue }
            best = (index, due)
        }
        return best.map { SymbolID(UInt16($0.index)) }
    }

    private mutating func postpone(_ symbol: SymbolID, at now: Instant) {
        guard let wish = wishes[symbol] else { return }
        let doublings = min(max(wish.attempts - 1, 0), 6)
        let pause = min(Self.pauseMax, TimeSpan(nanoseconds: Self.pauseFirst.nanoseconds << doublings))
        wishes[symbol]?.due = wish.attempts < Self.attemptsMax ? now + pause : .never
    }

    private static func minutes(for kinds: [BarSettings]) -> UInt32 {
        let most = kinds.map(\.minutesWanted).max() ?? 1
        return UInt32(clamping: min(most, Int64(BarHistory.minutesMax)))
    }
}
