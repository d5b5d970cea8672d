import Core
import Synchronization

/// Nonces that differ, and are the same in every run.
final class NonceSequence: Sendable {
    private let last = Atomic<UInt64>(0)

    func next() -> Nonce {
        let (_, number) = last.add(1, ordering: .relaxed)
        return Nonce(number, number &* 0x9E37_79B9_7F4A_7C15)
    }
}

enum Samples {
    static func minute(_ number: Int64, _ price: Int64 = 100_000) -> MinuteBar {
        MinuteBar(
            start: MarketTime(milliseconds: number * 60_000), high: Price(points: price + 10),
            low: Price(points: price), close: Price(points: price + 5), spread: Distance(points: 2))
    }

    static func spec(_ symbol: UInt16 = 0) -> SymbolSpec {
        SymbolSpec(
            symbol: SymbolID(symbol), digits: 5, tradeMode: .full, isSessionOpen: true,
            tickSize: Distance(points: 1), stopsLevel: .zero, freezeLevel: .zero,
            volumeMin: Volume(units: 1_000_000), volumeMax: Volume(units: 50_000_000_000),
            volumeStep: Volume(units: 1_000_000), name: "EURUSD", profitCurrency: "USD")
    }

    static func position(_ ticket: UInt64, symbol: UInt16 = 0, stop: Int64? = nil) -> Position {
        Position(
            ticket: Ticket(ticket), identifier: PositionID(ticket), magic: Magic(1), symbol: SymbolID(symbol),
            side: .buy, volume: .oneLot, openPrice: Price(points: 138_694), stopLoss: stop.map(Price.init),
            takeProfit: nil, swap: .zero, commission: .zero, opened: MarketTime(milliseconds: 1),
            updated: MarketTime(milliseconds: 1), seen: .zero, comment: "")
    }

    static func tick(_ symbol: UInt16 = 0) -> Tick {
        let bid = Price(points: 138_690)
        let ask = Price(points: 138_694)
        return Tick(
            symbol: SymbolID(symbol), skipped: 0, bid: bid, ask: ask, bidHigh: bid, bidLow: bid, askHigh: ask,
            askLow: ask, time: MarketTime(milliseconds: 1), seen: .zero)
    }

    static let account = AccountState(
        balance: .zero, equity: .zero, margin: .zero, marginFree: .zero, permissions: .all)

    static func snapshot(id: UInt32, positions: [Position] = [position(1)]) -> [TerminalMessage] {
        [
            .snapshotBegin(
                SnapshotBegin(snapshot: id, symbols: 1, positions: UInt32(positions.count))),
            .symbolSpec(spec()), .tick(tick()),
        ] + positions.map(TerminalMessage.position) + [.account(account), end(id: id, positions)]
    }

    static func end(id: UInt32, _ positions: [Position]) -> TerminalMessage {
        .snapshotEnd(
            SnapshotEnd(
                snapshot: id, positions: UInt32(positions.count), checksum: PositionChecksum.of(positions)))
    }

    /// A position closed, for the record.
    static func event(
        _ number: UInt64, boot: UInt64 = 1, turn: TradeEvent.Turn = .first, symbol: UInt16 = 0
    ) -> TradeEvent {
        TradeEvent(
            boot: BootID(boot), number: number, turn: turn,
            content: .closed(
                PositionClosed(
                    ticket: Ticket(1), identifier: PositionID(1), symbol: SymbolID(symbol), seen: .zero)))
    }

    static func heartbeat(eventsDropped: UInt32 = 0) -> TerminalMessage {
        .heartbeat(
            TerminalHeartbeat(
                permissions: .all, latch: .none, slowestCall: .none, slowestCall_us: 0, positions: 0,
                checksum: .empty, ping_us: 0, queuedBytes: 0, inFlight: 0, ticksMerged: 0, received: 0,
                serverTime: .unknown, echo: .zero,
                eventsDropped: eventsDropped))
    }

    static func modifyStop(_ request: UInt64) -> DaemonMessage {
        .modifyStop(
            ModifyStop(
                request: RequestID(request), ticket: Ticket(1), symbol: SymbolID(0), side: .buy,
                isCapUnreachable: false, mayLoosen: false, stopLoss: Price(points: 138_000),
                expectedStopLoss: nil, expectedTakeProfit: nil, takeProfit: nil, maxLoss: .zero, cause: .zero,
                limit_ms: 1_000,
                lane: .firstStop))
    }
}
