import Broker
import Core

/// A broker with one or more symbols, a hand on its market and its clock.
final class ServerFixture {
    let server: TradeServer
    var mirror = TerminalMirror()
    var checker: Checker
    private(set) var messages: [ServerMessage] = []
    private(set) var entries: [LedgerEntry] = []
    private(set) var now = Instant.zero
    private var time = MarketTime(milliseconds: 1_399_020_000_000)

    init(
        _ contracts: [Contract] = [.known("EURUSD")], mode: AccountTerms.MarginMode = .hedging,
        faults: [FaultSpec] = [], seed: UInt64 = 1, latency: TimeSpan = .milliseconds(60),
        balance: String = "100000.00", inFlightMax: Int = 64
    ) {
        checker = Checker(
            CheckerSettings(cap: Money(units: 3 * Money.unitsPerWhole)), contracts: contracts, currency: "USD"
        )
        server = TradeServer(
            terms: AccountTerms(
                marginMode: mode, balance: Money(balance) ?? .zero, inFlightMax: inFlightMax),
            contracts: contracts, seed: seed, latency: latency,
            faults: faults, start: .zero)
    }

    func quote(_ bid: Int64, _ ask: Int64, symbol: Int = 0) {
        let tick = Tick(
            symbol: SymbolIndex(symbol), time: time,
            quote: Quote(bid: Price(points: bid), ask: Price(points: ask)))
        checker.quoted(tick, at: now)
        server.quoted(tick, at: now)
        collect()
    }

    func wait(_ span: TimeSpan) {
        now = now + span
        time = MarketTime(milliseconds: time.milliseconds + span.milliseconds)
        server.advance(to: now)
        collect()
        checker.elapse(to: now)
    }

    var summary: Summary { checker.summary }

    func jump(to market: MarketTime) { time = market }

    private func collect() {
        let first = messages.count
        server.deliver(until: now, into: &messages)
        for message in messages[first...] { mirror.apply(message) }
        server.drainEntries {
            entries.append($0)
            checker.observe($0)
        }
    }

    func person(_ act: (TradeServer) -> Void) {
        act(server)
        collect()
    }

    func open(_ side: Side, lots: String = "0.01", takeProfit: Int64? = nil) -> Ticket {
        let result = server.personOpens(
            SymbolIndex(0), side, Volume(lots: lots) ?? .zero,
            takeProfit: takeProfit.map { Price(points: $0) }, at: now)
        collect()
        guard case .success(let ticket) = result else { return Ticket(0) }
        return ticket
    }

    @discardableResult
    func send(_ request: TradeRequest) -> TradeServer.Submission {
        let submission = server.submit(request, at: now)
        collect()
        return submission
    }

    func stops(_ ticket: Ticket, stop: Int64?, target: Int64? = nil) -> TradeRequest {
        TradeRequest(
            action: .stops, symbol: SymbolIndex(0), position: ticket,
            stopLoss: stop.map { Price(points: $0) },
            takeProfit: target.map { Price(points: $0) })
    }

    func close(_ ticket: Ticket, _ side: Side, lots: String) -> TradeRequest {
        TradeRequest(
            action: .deal, symbol: SymbolIndex(0), position: ticket, side: side.opposite,
            volume: Volume(lots: lots) ?? .zero)
    }

    /// Answers received so far.
    var codes: [ReturnCode] {
        messages.compactMap { message in
            guard case .answered(_, let result) = message else { return nil }
            return result.code
        }
    }

    /// The answer to one request, after it has had time to arrive.
    func answer(_ request: TradeRequest) -> ReturnCode? {
        let before = codes.count
        send(request)
        wait(.milliseconds(200))
        return codes.count > before ? codes.last : nil
    }

    var deals: [Deal] { mirror.deals }
}
