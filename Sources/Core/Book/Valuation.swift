/// What one lot of a symbol gains or loses when price moves `reference` points, in account money.
///
/// Comes from the terminal's own profit calculation, not from contract sizes, so crosses and odd
/// contracts are right; refreshed about once a second, because for crosses it drifts with the price.
/// All amounts are positive; profit and loss, buy and sell are separate because they differ for crosses.
public struct Valuation: Hashable, Codable, Sendable, BitwiseCopyable {
    public var symbol: SymbolID
    /// The distance the amounts belong to; greater than zero.
    public var reference: Distance
    public var buyLoss: Money
    public var buyProfit: Money
    public var sellLoss: Money
    public var sellProfit: Money

    /// - Returns: `nil` unless the reference is positive and every amount is.
    public init?(
        symbol: SymbolID, reference: Distance, buyLoss: Money, buyProfit: Money, sellLoss: Money,
        sellProfit: Money
    ) {
        guard reference > .zero, buyLoss > .zero, buyProfit > .zero, sellLoss > .zero, sellProfit > .zero
        else { return nil }
        self.symbol = symbol
        self.reference = reference
        self.buyLoss = buyLoss
        self.buyProfit = buyProfit
        self.sellLoss = sellLoss
        self.sellProfit = sellProfit
    }
}
