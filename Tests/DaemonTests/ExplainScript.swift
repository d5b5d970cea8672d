import Core
import Journal
import Runtime

/// A fixed log in which about everything happens to one position, and something to another.
struct ExplainScript {
    static let account = AccountNumber(5_012_345)
    static let gold = TradedSymbol(name: "XAUUSD", digits: 2)
    let ticket = Ticket(71)
    private(set) var entries: [LogEntry] = []
    /// 2026-11-27 08:30:00 UTC.
    private static let start: Int64 = 1_795_768_200_000_000_000

    private mutating func add(_ milliseconds: Int64, _ event: LogEvent, about ticket: Ticket? = Ticket(71)) {
        entries.append(
            LogEntry(
                account: Self.account, at: WallTime(nanoseconds: Self.start + milliseconds * 1_000_000),
                instant: Instant(nanoseconds: milliseconds * 1_000_000), ticket: ticket, delivery: nil,
                event: event))
    }

    var records: [TradeRecord] {
        entries.enumerated().map { index, entry in
            TradeRecord(
                sequence: UInt64(index + 1), durable: UInt64(index), account: entry.account, at: entry.at,
                instant: entry.instant, ticket: entry.ticket, delivery: nil, event: entry.event)
        }
    }

    init() {
        begin()
        protect()
        doubt()
        people()
        end()
    }

    private static func money(_ cents: Int64) -> Money { Money(units: cents * Money.unitsPerWhole / 100) }

    private static func price(_ points: Int64) -> Price { Price(points: points) }

    private mutating func begin() {
        add(
            0,
            .started(
                DaemonStarted(
                    version: "1", mode: .manage, epoch: Epoch(1), environment: .demo, server: "S",
                    currency: "USD", marginMode: .hedging, process: 1)), about: nil)
        for (number, ticket) in [Ticket(70), ticket].enumerated() {
            add(
                1_000 + Int64(number),
                .opened(
                    PositionOpened(
                        position: PositionID(ticket.rawValue), symbol: Self.gold, side: .buy,
                        volume: Volume(units: 50_000_000), price: Self.price(241_230), stop: nil,
                        takeProfit: Self.price(243_000), magic: Magic(5),
                        time: MarketTime(milliseconds: 1_795_775_401_000), comment: "tr\u{7}end",
                        origin: .live)), about: ticket)
        }
    }

    private mutating func stop(
        _ milliseconds: Int64, _ request: UInt64?, _ stop: Int64, from old: Int64?, _ rule: Rule,
        _ candidates: RuleStops, limits: StopLimits = [], worst: Int64?, peak: Int64? = nil
    ) {
        add(
            milliseconds,
            .stopRequested(
                StopRequested(
                    request: request.map { RequestID($0) }, disposition: request == nil ? .shadow : .sent,
                    symbol: Self.gold, side: .buy, volume: Volume(units: 50_000_000), lane: .firstStop,
                    rule: rule, bid: Self.price(241_220), ask: Self.price(241_235),
                    openPrice: Self.price(241_230), peak: peak.map { Self.price($0) }, firstStop: nil,
                    oldStop: old.map { Self.price($0) }, stop: Self.price(stop),
                    oldTakeProfit: Self.price(243_000), takeProfit: Self.price(243_000),
                    candidates: candidates, limits: limits, maxLoss: Self.money(270),
                    worstCase: worst.map { Self.money($0) }, isCapUnreachable: worst == nil)))
    }

    private mutating func protect() {
        var candidates = RuleStops()
        candidates.protective = Self.price(241_224)
        stop(
            1_010, 1 << 40, 241_224, from: nil, .protective, candidates, limits: [.cap, .tickGrid], worst: 285
        )
        add(
            1_090,
            .confirmed(
                RequestConfirmed(
                    request: RequestID(1 << 40), symbol: Self.gold, stop: Self.price(241_224),
                    takeProfit: Self.price(243_000), after: .milliseconds(80))))
        candidates.breakEven = Self.price(241_240)
        candidates.trailing = Self.price(241_235)
        stop(
            60_000, 1 << 40 + 1, 241_240, from: 241_224, .breakEven, candidates, worst: -300, peak: 241_330)
        add(
            60_081,
            .rejected(
                RequestRejected(request: RequestID(1 << 40 + 1), code: 10_016, meaning: .invalid)))
        stop(60_500, nil, 241_230, from: 241_224, .tightest, RuleStops(), worst: nil)
        add(
            60_600,
            .failSafe(
                FailSafeRefused(
                    denial: .beyondCap, lane: .cap, symbol: Self.gold, stop: Self.price(241_100),
                    worstCase: Self.money(912), limit: Self.money(285))))
    }

    private mutating func doubt() {
        var candidates = RuleStops()
        candidates.profitLock = Self.price(241_250)
        stop(70_000, 1 << 40 + 2, 241_250, from: 241_224, .profitLock, candidates, worst: -800)
        add(
            71_000,
            .unknown(
                RequestUnknown(request: RequestID(1 << 40 + 2), doubt: .deadline, after: .milliseconds(1_000))
            )
        )
        add(71_500, .linkLost(LinkLost(reason: "silent", lasted: .seconds(71))), about: nil)
        add(
            73_000,
            .linked(LinkEstablished(company: "C", terminalBuild: 5_000, version: 1, boot: 1)), about: nil)
        add(
            73_100,
            .resolved(
                RequestResolved(
                    request: RequestID(1 << 40 + 2), resolution: .notApplied, code: 0,
                    after: .milliseconds(3_100))))
    }

    private mutating func people() {
        add(
            80_000,
            .personEdited(
                PersonEdited(
                    symbol: Self.gold, oldStop: Self.price(241_224), stop: nil,
                    oldTakeProfit: Self.price(243_000), takeProfit: Self.price(242_500), origin: .live)))
        add(80_500, .ticketChanged(TicketChanged(position: PositionID(71), shown: Ticket(99))))
        add(
            81_000,
            .killSwitch(KillSwitchMoved(level: .pause, previous: .none, by: .panel, reason: "")), about: nil)
        add(
            81_500,
            .incident(Incident(kind: .loopOverBudget, value: 12, text: "a wake-up took 62 ms")), about: nil)
    }

    private mutating func end() {
        add(
            90_000,
            .closed(
                PositionClosedRecord(
                    position: PositionID(71), symbol: Self.gold, side: .buy,
                    volume: Volume(units: 50_000_000), openPrice: Self.price(241_230),
                    price: Self.price(241_238), reason: .stopLoss, deal: 9, request: nil,
                    profit: Self.money(400), commission: Self.money(-350), swap: Self.money(-12),
                    fee: .zero, stop: Self.price(241_240), slippage: 2,
                    opened: MarketTime(milliseconds: 1_795_775_401_000),
                    closed: MarketTime(milliseconds: 1_795_779_112_000), origin: .live, rules: "gold",
                    microLossBelow: nil, isMicroLoss: false)))
        add(95_000, .stopped(DaemonStopped(reason: "stopped")), about: nil)
    }
}
