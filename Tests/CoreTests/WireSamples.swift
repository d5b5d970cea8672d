import Core

/// Random valid messages of every kind.
extension WireRandom {
    mutating func price() -> Price { Price(points: within(-Price.limit...Price.limit)) }
    mutating func level() -> Price? {
        let price = price()
        return price.points == 0 ? nil : price
    }
    mutating func distance(atLeast least: Int64) -> Distance { Distance(points: within(least...Price.limit)) }
    mutating func volume() -> Volume { Volume(units: within(0...Volume.limit)) }
    mutating func money() -> Money { Money(units: within(-WireLimits.moneyUnits...WireLimits.moneyUnits)) }
    mutating func gain() -> Money { Money(units: within(1...WireLimits.moneyUnits)) }
    mutating func clock() -> Instant { Instant(nanoseconds: within(0...WireLimits.clock_ns)) }
    mutating func time() -> MarketTime { MarketTime(milliseconds: within(0...WireLimits.serverTime_ms)) }
    mutating func ticket() -> Ticket { Ticket(next()) }
    mutating func symbol() -> SymbolID { SymbolID(UInt16(below(65_535))) }
    mutating func permissions() -> Permissions { Permissions(rawValue: UInt16(below(32))) }
    mutating func nonce() -> Nonce { Nonce(next(), next()) }
    mutating func code() -> AuthenticationCode { AuthenticationCode(next(), next(), next(), next()) }

    mutating func hello() -> Hello {
        Hello(
            eaVersion: u32(), terminalBuild: u32(), bootID: BootID(next()), account: AccountNumber(next()),
            marginMode: one(of: MarginMode.allCases), accountMode: one(of: AccountMode.allCases),
            permissions: permissions(), lastEpoch: Epoch(next()), nonce: nonce(), currency: text(),
            server: text(), company: text())
    }

    mutating func spec() -> SymbolSpec {
        SymbolSpec(
            symbol: symbol(), digits: UInt8(below(9)), tradeMode: one(of: SymbolSpec.TradeMode.allCases),
            isSessionOpen: coin(), tickSize: distance(atLeast: 1), stopsLevel: distance(atLeast: 0),
            freezeLevel: distance(atLeast: 0), volumeMin: volume(), volumeMax: volume(), volumeStep: volume(),
            name: text(), profitCurrency: text())
    }

    mutating func position() -> Position {
        Position(
            ticket: ticket(), identifier: PositionID(next()), magic: Magic(next()), symbol: symbol(),
            side: one(of: Side.allCases), volume: volume(), openPrice: price(), stopLoss: level(),
            takeProfit: level(), swap: money(), commission: money(), opened: time(), updated: time(),
            seen: clock(), comment: text())
    }

    mutating func tick() -> Tick {
        Tick(
            symbol: symbol(), skipped: UInt16(below(65_536)), bid: price(), ask: price(), bidHigh: price(),
            bidLow: price(), askHigh: price(), askLow: price(), time: time(), seen: clock())
    }

    mutating func deal() -> Deal {
        Deal(
            deal: next(), order: next(), position: PositionID(next()), magic: Magic(next()),
            symbol: coin() ? symbol() : nil, kind: one(of: Deal.Kind.allCases),
            entry: one(of: Deal.Entry.allCases), reason: one(of: Deal.Reason.allCases), volume: volume(),
            price: price(), profit: money(), commission: money(), swap: money(), fee: money(), time: time())
    }

    mutating func result() -> RequestResult {
        let outcome = one(of: RequestResult.Outcome.allCases)
        let refusals = RequestResult.Refusal.allCases.filter { $0 != .none }
        return RequestResult(
            request: RequestID(next()), ticket: ticket(), outcome: outcome, isRepeated: coin(),
            refusal: outcome == .refused ? one(of: refusals) : .none, returnCode: u32(), stopLoss: level(),
            takeProfit: level(), volume: volume(), order: next(), received: clock(), sent: clock(),
            answered: clock())
    }

    mutating func terminalHeartbeat() -> TerminalHeartbeat {
        TerminalHeartbeat(
            permissions: permissions(), latch: one(of: KillLevel.allCases),
            slowestCall: one(of: TerminalHeartbeat.SlowCall.allCases), slowestCall_us: u32(),
            positions: u32(),
            checksum: PositionChecksum(rawValue: next()), ping_us: u32(), queuedBytes: u32(), inFlight: u32(),
            ticksMerged: u32(), received: next(), serverTime: time(), echo: clock(),
            eventsWaiting: u32(), eventsDropped: u32())
    }

    mutating func tradeEvent() -> TradeEvent {
        let content: TradeEvent.Content =
            switch below(4) {
            case 0: .position(position())
            case 1:
                .closed(
                    PositionClosed(
                        ticket: ticket(), identifier: PositionID(next()), symbol: symbol(), seen: clock()))
            case 2: .deal(deal())
            default:
                .guardActed(
                    GuardActed(
                        ticket: ticket(), stopLoss: level(), returnCode: u32(),
                        kind: one(of: GuardActed.Kind.allCases), seen: clock()))
            }
        return TradeEvent(
            boot: BootID(next()), number: next() | 1, turn: one(of: TradeEvent.Turn.allCases),
            content: content)
    }

    mutating func dealHistoryRequest() -> DealHistoryRequest {
        let (one, other) = (time(), time())
        return DealHistoryRequest(
            request: u32(), from: min(one, other),
            to: coin() || max(one, other) == .unknown ? nil : max(one, other))
    }

    mutating func terminalMessage() -> TerminalMessage {
        switch below(21) {
        case 0: .hello(hello())
        case 1: .proof(Proof(code: code()))
        case 2: .snapshotBegin(SnapshotBegin(snapshot: u32(), symbols: u32(), positions: u32()))
        case 3: .symbolSpec(spec())
        case 4:
            Valuation(
                symbol: symbol(), reference: distance(atLeast: 1), buyLoss: gain(), buyProfit: gain(),
                sellLoss: gain(), sellProfit: gain()
            ).map(TerminalMessage.valuation) ?? .tick(tick())
        case 5: .position(position())
        case 6:
            .positionClosed(
                PositionClosed(
                    ticket: ticket(), identifier: PositionID(next()), symbol: symbol(), seen: clock()))
        case 7:
            .account(
                AccountState(
                    balance: money(), equity: money(), margin: money(), marginFree: money(),
                    permissions: permissions()))
        case 8:
            .snapshotEnd(
                SnapshotEnd(snapshot: u32(), positions: u32(), checksum: PositionChecksum(rawValue: next())))
        case 9: .tick(tick())
        case 10: .deal(deal())
        case 11: .result(result())
        case 12:
            .readBack(
                ReadBack(
                    request: RequestID(next()), ticket: ticket(), isOpen: coin(),
                    state: one(of: ReadBack.RequestState.allCases), returnCode: u32(), volume: volume(),
                    stopLoss: level(), takeProfit: level(), seen: clock()))
        case 13: .heartbeat(terminalHeartbeat())
        case 14:
            .guardActed(
                GuardActed(
                    ticket: ticket(), stopLoss: level(), returnCode: u32(),
                    kind: one(of: GuardActed.Kind.allCases), seen: clock()))
        case 15: .tradeEvent(tradeEvent())
        case 16: .dealHistoryBegin(DealHistoryBegin(request: u32(), deals: u32()))
        case 17:
            .dealHistoryEnd(
                DealHistoryEnd(
                    request: u32(), outcome: one(of: DealHistoryEnd.Outcome.allCases), deals: u32(),
                    checksum: DealChecksum(rawValue: next())))
        case 18: .minuteBars(minuteBars())
        case 19:
            .minuteBarsEnd(
                MinuteBarsEnd(
                    request: u32(), symbol: symbol(), outcome: one(of: MinuteBarsEnd.Outcome.allCases),
                    minutes: u32()))
        default: .panel(PanelPressed(level: coin() ? .freeze : .flatten))
        }
    }

    mutating func guardPolicy() -> GuardPolicy {
        GuardPolicy(
            version: next(), mode: one(of: ControlMode.allCases), latch: one(of: KillLevel.allCases),
            liftsLocalLatch: coin(), guardDelay_ms: u32(),
            entries: (0..<below(5)).map { _ in guardEntry() })
    }

    mutating func guardEntry() -> GuardEntry {
        let cap =
            coin()
            ? nil
            : LossCap(
                amount: gain(), marginPermille: within(1...1_000),
                balanceMillionths: coin() ? nil : within(1...1_000_000))
        return GuardEntry(
            filter: PositionFilter(
                symbols: (0..<below(4)).map { _ in SymbolPattern(text()) }, magics: magics(),
                excludedMagics: magics(), includesManual: coin(),
                side: coin() ? nil : one(of: Side.allCases), comment: text()),
            cap: cap,
            allowance: CostAllowance(slippage: distance(atLeast: 0), commissionPerLot: money()))
    }

    mutating func magics() -> [Magic] { (0..<below(100)).map { _ in Magic(next()) } }

    mutating func minuteBars() -> MinuteBars {
        MinuteBars(
            request: u32(), symbol: symbol(),
            bars: (0...below(WireLimits.barsPerMessage)).map { _ in
                MinuteBar(
                    start: MarketTime(
                        milliseconds: within(0...WireLimits.serverTime_ms / 60_000) * 60_000),
                    high: price(), low: price(), close: price(),
                    spread: Distance(points: Int64(u32())))
            })
    }

    mutating func modifyStop() -> ModifyStop {
        ModifyStop(
            request: RequestID(next()), ticket: ticket(), symbol: symbol(), side: one(of: Side.allCases),
            isCapUnreachable: coin(), mayLoosen: coin(), stopLoss: level() ?? Price(points: 1),
            expectedStopLoss: level(), expectedTakeProfit: level(), takeProfit: level(), maxLoss: money(),
            cause: clock(), limit_ms: u32(), lane: one(of: Lane.allCases))
    }

    mutating func daemonMessage() -> DaemonMessage {
        switch below(12) {
        case 0: .challenge(Challenge(nonce: nonce(), code: code()))
        case 1:
            .welcome(
                Welcome(epoch: Epoch(next()), heartbeat_ms: u32() | 1, linkTimeout_ms: u32() | 1))
        case 2: .refused(Refused(reason: one(of: Refused.Reason.allCases), explanation: text()))
        case 3: .snapshotRequest(SnapshotRequest(snapshot: u32()))
        case 4: .guardPolicy(guardPolicy())
        case 5: .modifyStop(modifyStop())
        case 6:
            .closePosition(closePosition())
        case 10:
            .minuteBarsRequest(
                MinuteBarsRequest(
                    request: u32(), symbol: symbol(),
                    minutes: UInt32(within(1...Int64(BarHistory.minutesMax)))))
        case 9: .dealHistoryRequest(dealHistoryRequest())
        case 8: .acknowledged(Acknowledged(boot: BootID(next()), number: next()))
        case 7: .readBackRequest(ReadBackRequest(request: RequestID(next()), ticket: ticket()))
        default:
            .heartbeat(
                DaemonHeartbeat(
                    mode: one(of: ControlMode.allCases), latch: one(of: KillLevel.allCases), guarded: u32(),
                    managed: u32(), worstCaseLoss: money(), received: next(), echo: clock()))
        }
    }

    mutating func closePosition() -> ClosePosition {
        let volume = within(1...100_000)
        return ClosePosition(
            request: RequestID(next()), ticket: ticket(), symbol: symbol(), side: one(of: Side.allCases),
            volume: Volume(units: volume),
            expectedVolume: next() & 1 == 0 ? nil : Volume(units: within(volume...Volume.limit)),
            cause: clock(), limit_ms: u32(), deviation: u32(), lane: one(of: Lane.allCases))
    }
}
