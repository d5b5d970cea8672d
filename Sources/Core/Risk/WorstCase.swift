/// The most one position can cost if its stop is hit, and the stop that keeps this within a limit.
///
/// Worst case = price loss at the stop + commission + swap + slippage allowance, in account money, exact,
/// rounded against us. Commission is what the deals have cost plus what closing will; a swap already
/// earned is not counted on.
public struct WorstCase: Sendable {
    private let side: Side
    private let volume: Volume
    private let openPrice: Price
    private let valuation: Valuation
    /// What the position costs whatever the stop: never negative.
    public let costs: Money

    @inline(__always)
    public init(of position: Position, valuation: Valuation, allowance: CostAllowance) {
        self.valuation = valuation
        side = position.side
        volume = position.volume
        openPrice = position.openPrice
        let slippage = valuation.loss(of: volume, side: side, over: allowance.slippage)
        let closing = allowance.commission(for: volume)
        costs =
            max(.zero, -position.commission) + max(.zero, -position.swap) + max(.zero, closing) + slippage
    }

    /// The price part alone: positive when the stop loses, negative when it earns.
    public func priceLoss(at stop: Price) -> Money {
        let gain = side.gain(from: openPrice, to: stop)
        if gain < .zero { return valuation.loss(of: volume, side: side, over: -gain) }
        return -valuation.profit(of: volume, side: side, over: gain)
    }

    /// Price loss and costs together; negative when even the worst case earns.
    public func loss(at stop: Price) -> Money { priceLoss(at: stop) + costs }

    /// The loosest stop on the grid whose worst case is at most `limit`.
    ///
    /// When costs alone exceed `limit` it lies on the profit side of the opening price.
    public func loosestStop(within limit: Money, tick: Distance) -> Price {
        let allowed = limit - costs
        let exact: Price
        if allowed >= .zero {
            let distance = valuation.distance(losing: allowed, volume: volume, side: side)
            exact = side.favoured(openPrice, by: -distance)
        } else {
            let distance = valuation.distance(earning: -allowed, volume: volume, side: side)
            exact = side.favoured(openPrice, by: distance)
        }
        return side.tighterOnGrid(exact, tick: tick)
    }
}

/// What a position is expected to cost besides price: set per rule set.
public struct CostAllowance: Hashable, Codable, Sendable {
    /// Expected slippage when a stop is hit, in points, at least 0.
    public var slippage: Distance
    /// Commission still to come per lot, as a positive amount.
    public var commissionPerLot: Money

    public init(slippage: Distance = .zero, commissionPerLot: Money = .zero) {
        self.slippage = slippage
        self.commissionPerLot = commissionPerLot
    }

    /// Rounded up.
    func commission(for volume: Volume) -> Money {
        let product = Int128(commissionPerLot.units) * Int128(volume.units)
        let lot = Int128(Volume.unitsPerLot)
        return Money(saturating: (product + lot - 1) / lot)
    }
}
