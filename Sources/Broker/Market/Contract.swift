import Core

/// What the broker states about one symbol: its grid, its worth, its limits and its costs.
public struct Contract: Equatable, Sendable {
    public enum TradeMode: UInt8, Sendable { case disabled, longOnly, shortOnly, closeOnly, full }

    public var name: String
    /// Decimals of a quoted price, 0 to 8.
    public var digits: Int
    /// Smallest price change, in points; at least 1.
    public var tickSize: Int64
    /// Units of the base (ounces, euros) in one lot.
    public var contractSize: Int64
    public var baseCurrency: String
    public var profitCurrency: String
    /// Least distance of a stop or take-profit from the closing price, in points.
    public var stopsLevel: Int64
    /// Within this distance of its stop or take-profit a position cannot be changed, in points.
    public var freezeLevel: Int64
    public var volumeMin: Volume
    public var volumeMax: Volume
    public var volumeStep: Volume
    /// Charged for every deal, per lot, rounded to cents; positive is a cost.
    public var commissionPerLot: Money
    /// Credited (or, negative, charged) for every night, in points per lot.
    public var swapLongPoints: Int64
    public var swapShortPoints: Int64
    public var sessions: TradingSessions
    public var tradeMode: TradeMode
    /// The spread in quiet times, in points: for generated quotes and for sensible lot sizes.
    public var usualSpread: Int64

    public init(
        name: String, digits: Int, tickSize: Int64 = 1, contractSize: Int64, baseCurrency: String,
        profitCurrency: String, stopsLevel: Int64 = 0, freezeLevel: Int64 = 0,
        volumeMin: Volume = Volume(units: 1_000_000), volumeMax: Volume = Volume(units: 10_000_000_000),
        volumeStep: Volume = Volume(units: 1_000_000), commissionPerLot: Money = .zero,
        swapLongPoints: Int64 = 0, swapShortPoints: Int64 = 0,
        sessions: TradingSessions = .aroundTheClock, tradeMode: TradeMode = .full, usualSpread: Int64
    ) {
        self.name = name
        self.digits = digits
        self.tickSize = tickSize
        self.contractSize = contractSize
        self.baseCurrency = baseCurrency
        self.profitCurrency = profitCurrency
        self.stopsLevel = stopsLevel
        self.freezeLevel = freezeLevel
        self.volumeMin = volumeMin
        self.volumeMax = volumeMax
        self.volumeStep = volumeStep
        self.commissionPerLot = commissionPerLot
        self.swapLongPoints = swapLongPoints
        self.swapShortPoints = swapShortPoints
        self.sessions = sessions
        self.tradeMode = tradeMode
        self.usualSpread = usualSpread
    }

    public func isOnGrid(_ price: Price) -> Bool { price.points % tickSize == 0 }

    /// Whether `volume` could be the size of a deal: within the limits and on the step.
    public func accepts(_ volume: Volume) -> Bool {
        volume >= volumeMin && volume <= volumeMax && volume.units % volumeStep.units == 0
    }

    /// Ten to the power of `digits`: points in one whole unit of price.
    public var pointsPerUnit: Int64 {
        var power: Int64 = 1
        for _ in 0..<digits { power *= 10 }
        return power
    }
}
