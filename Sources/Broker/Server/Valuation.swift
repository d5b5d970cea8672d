import Core

/// What a price difference is worth in the account's currency (`OrderCalcProfit`), in exact integers.
///
/// `points x contract size x volume / points per unit`, converted where the symbol earns another
/// currency: by the symbol that pairs the two, a gain at the rate that yields less, a loss at the one that
/// costs more. A currency for which no such symbol is quoted counts one to one.
/// Source of the formula: the forex and CFD calculation modes of the MQL5 documentation.
public struct Valuation: Sendable {
    /// How the profit currency becomes the account currency.
    private enum Conversion: Sendable {
        case none
        /// The symbol quotes account currency in profit currency (USDJPY): divide.
        case dividing(by: SymbolIndex)
        /// The symbol quotes profit currency in account currency (EURUSD for EUR): multiply.
        case multiplying(by: SymbolIndex)
    }

    public let contracts: [Contract]
    public private(set) var quotes: [Quote?]
    private let conversions: [Conversion]
    /// Points in one whole unit of each symbol's price.
    private let scales: [Int128]

    public init(contracts: [Contract], currency: String) {
        self.contracts = contracts
        quotes = Array(repeating: nil, count: contracts.count)
        scales = contracts.map { Int128($0.pointsPerUnit) }
        conversions = contracts.map { contract in
            let own = contract.profitCurrency
            if own == currency { return .none }
            for (index, other) in contracts.enumerated() {
                if other.baseCurrency == currency && other.profitCurrency == own {
                    return .dividing(by: SymbolIndex(index))
                }
                if other.baseCurrency == own && other.profitCurrency == currency {
                    return .multiplying(by: SymbolIndex(index))
                }
            }
            return .none
        }
    }

    @inlinable public subscript(symbol: SymbolIndex) -> Contract { contracts[symbol.rawValue] }

    public func quote(_ symbol: SymbolIndex) -> Quote? { quotes[symbol.rawValue] }

    public mutating func apply(_ tick: Tick) { quotes[tick.symbol.rawValue] = tick.quote }

    /// Whether the worth of the symbol's points changes with some price.
    public func isConverted(_ symbol: SymbolIndex) -> Bool {
        switch conversions[symbol.rawValue] {
        case .none: false
        case .dividing, .multiplying: true
        }
    }

    /// Profit of a position of `side` opened at `open` and closed at `close`; exact to 1e-8 of the account
    /// currency, rounded against the account's owner. Not rounded to cents.
    public func profit(
        _ symbol: SymbolIndex, _ side: Side, _ volume: Volume, from open: Price, to close: Price
    ) -> Money {
        let contract = contracts[symbol.rawValue]
        let points = Int128((close.points - open.points) * side.sign)
        let own = floorDivide(
            points * Int128(contract.contractSize) * Int128(volume.units), by: scales[symbol.rawValue])
        return Money(saturating: converted(own, of: symbol))
    }

    /// An amount of the symbol's profit currency in the account currency, rounded down.
    private func converted(_ amount: Int128, of symbol: SymbolIndex) -> Int128 {
        switch conversions[symbol.rawValue] {
        case .none: return amount
        case .dividing(let pair):
            guard let quote = quotes[pair.rawValue] else { return amount }
            let rate = amount < 0 ? min(quote.bid, quote.ask) : max(quote.bid, quote.ask)
            return floorDivide(
                amount * scales[pair.rawValue], by: Int128(max(rate.points, 1)))
        case .multiplying(let pair):
            guard let quote = quotes[pair.rawValue] else { return amount }
            let rate = amount < 0 ? max(quote.bid, quote.ask) : min(quote.bid, quote.ask)
            return floorDivide(
                amount * Int128(rate.points), by: scales[pair.rawValue])
        }
    }

    /// What the broker's books hold: whole cents, half a cent away from zero.
    public static func cents(_ money: Money) -> Money {
        let cent: Int64 = Money.unitsPerWhole / 100
        let half = money.units >= 0 ? cent / 2 : -cent / 2
        return Money(units: (money.units + half) / cent * cent)
    }

    /// The cost of one deal of `volume`, in whole cents; never positive.
    public func commission(_ symbol: SymbolIndex, _ volume: Volume) -> Money {
        let perLot = Int128(contracts[symbol.rawValue].commissionPerLot.units)
        return Self.cents(Money(saturating: -(perLot * Int128(volume.units) / Int128(Volume.unitsPerLot))))
    }
}

/// Division rounded toward negative infinity; `divisor` is positive.
func floorDivide(_ value: Int128, by divisor: Int128) -> Int128 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
}
