import Broker
import Core

/// A session of a real account, sampled: what its readings say is the market, and what was open.
///
/// - The quotes of a symbol are the prices at which its positions could be closed: of buys the bid, of sells the ask.
///   A side of which nothing was open at that moment is not known, and counts as equal.
/// - A position opens its age before its first reading, with the stop of that reading, and is closed by its owner a
///   second after its last one; one that was open at the end stays open.
/// - What a point is worth comes from the broker's own profits (`SymbolWorth`); one that drifts is quoted as a symbol
///   of its own, which nothing trades.
struct RecordedSession: Sendable {
    let contracts: [Contract]
    /// How many of the contracts are the session's own; those after them say what a point is worth.
    let symbols: Int
    let quotes: [Broker.Tick]
    let positions: [RecordedPosition]
    let readings: [SessionReading]

    private static let closingDelay_ms: Int64 = 1_000

    /// - Parameter currency: of the account.
    init(_ content: SessionFile.Content, currency: String) throws(InputProblems) {
        readings = content.readings
        symbols = content.symbols.count
        var contracts: [Contract] = []
        var worths: [Contract] = []
        var quotes: [Broker.Tick] = []
        var problems: [InputProblem] = []
        for (place, symbol) in content.symbols.enumerated() {
            let own = readings.filter { $0.symbol.rawValue == place }
            guard let worth = SymbolWorth(own, digits: symbol.digits) else {
                problems.append(
                    .init(
                        line: own.first?.line ?? 1,
                        message: "what a point of \(symbol.name) is worth is not known: "
                            + "no reading of it has a profit and a price other than its opening price"))
                continue
            }
            contracts.append(Self.contract(symbol, own, worth.kind, currency))
            guard case .drifting(let moments) = worth.kind else { continue }
            let index = SymbolIndex(symbols + worths.count)
            worths.append(Self.worthContract(symbol, currency))
            for (time, units) in moments where units > 0 {
                let price = Price(points: units)
                quotes.append(
                    Broker.Tick(symbol: index, time: time, quote: Broker.Quote(bid: price, ask: price)))
            }
        }
        guard problems.isEmpty else { throw InputProblems(problems: problems) }
        self.contracts = contracts + worths
        let market = Self.quotes(of: readings)
        // At one moment what points are worth comes before the prices. The sort is stable by construction.
        self.quotes = (quotes + market).enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
        positions = Self.positions(of: readings)
    }

    private static func contract(
        _ symbol: SessionFile.Symbol, _ readings: [SessionReading], _ worth: SymbolWorth.Kind,
        _ currency: String
    ) -> Contract {
        let least = readings.map(\.volume).min() ?? .oneLot
        let size: Int64
        let earned: String
        switch worth {
        case .fixed(let units):
            size = units / Money.unitsPerWhole
            earned = currency
        case .drifting:
            size = 1
            earned = worthName(symbol)
        }
        return Contract(
            name: symbol.name, digits: symbol.digits, contractSize: size, baseCurrency: symbol.name,
            profitCurrency: earned, volumeMin: least, volumeStep: least, usualSpread: 0)
    }

    private static func worthName(_ symbol: SessionFile.Symbol) -> String { "worth of \(symbol.name)" }

    /// A point of it is one unit of money.
    private static func worthContract(_ symbol: SessionFile.Symbol, _ currency: String) -> Contract {
        Contract(
            name: worthName(symbol), digits: 8, contractSize: 1, baseCurrency: worthName(symbol),
            profitCurrency: currency, usualSpread: 0)
    }

    /// One quote a symbol and moment; more where one side has several prices at one moment.
    private static func quotes(of readings: [SessionReading]) -> [Broker.Tick] {
        struct Moment {
            var bid: Price?
            var ask: Price?
        }
        var quotes: [Broker.Tick] = []
        var order: [SymbolIndex] = []
        var moments: [SymbolIndex: Moment] = [:]
        var time = MarketTime.unknown
        func flush(_ symbol: SymbolIndex) {
            guard let moment = moments[symbol], let bid = moment.bid ?? moment.ask,
                let ask = moment.ask ?? moment.bid
            else { return }
            quotes.append(
                Broker.Tick(symbol: symbol, time: time, quote: Broker.Quote(bid: bid, ask: ask)))
            moments[symbol] = nil
        }
        func flushAll() {
            for symbol in order { flush(symbol) }
            order.removeAll()
        }
        for reading in readings {
            if reading.time != time { flushAll() }
            time = reading.time
            if !order.contains(reading.symbol) { order.append(reading.symbol) }
            let known = reading.side == .buy ? moments[reading.symbol]?.bid : moments[reading.symbol]?.ask
            if let known, known != reading.price { flush(reading.symbol) }
            switch reading.side {
            case .buy: moments[reading.symbol, default: Moment()].bid = reading.price
            case .sell: moments[reading.symbol, default: Moment()].ask = reading.price
            }
        }
        flushAll()
        return quotes
    }

    private static func positions(of readings: [SessionReading]) -> [RecordedPosition] {
        var order: [Ticket] = []
        var first: [Ticket: SessionReading] = [:]
        var last: [Ticket: SessionReading] = [:]
        for reading in readings {
            if first[reading.ticket] == nil {
                first[reading.ticket] = reading
                order.append(reading.ticket)
            }
            last[reading.ticket] = reading
        }
        let end = readings.last?.time ?? .unknown
        return order.compactMap { ticket in
            guard let opening = first[ticket], let closing = last[ticket] else { return nil }
            let closed = MarketTime(milliseconds: closing.time.milliseconds + closingDelay_ms)
            return RecordedPosition(
                line: opening.line,
                opening: RecordedOpening(
                    ticket: ticket, symbol: opening.symbol, side: opening.side, volume: opening.volume,
                    openPrice: opening.openPrice, stopLoss: opening.stopLoss, takeProfit: nil,
                    commission: .zero, swap: .zero, magic: .manual, comment: "",
                    opened: opening.time.earlier(by: opening.age)),
                closed: closing.time < end ? closed : nil)
        }
    }
}
