/// What the terminal says of one symbol: the scale, grid and limits every stop must respect.
///
/// Distances are in points; volumes in lots. Replaced as a whole whenever the terminal reports a change.
public struct SymbolSpec: Hashable, Codable, Sendable {
    public enum TradeMode: UInt8, Codable, Sendable, CaseIterable {
        case disabled = 0
        case longOnly = 1
        case shortOnly = 2
        case closeOnly = 3
        case full = 4
    }

    public var symbol: SymbolID
    /// Decimals of a price, 0 to 8.
    public var digits: UInt8
    public var tradeMode: TradeMode
    /// Whether the broker's trading session is open.
    public var isSessionOpen: Bool
    /// The price grid, at least one point.
    public var tickSize: Distance
    /// The nearest a stop may be placed to the market; 0 means no fixed limit.
    public var stopsLevel: Distance
    /// Within this distance of the market the broker refuses any change; 0 means none.
    public var freezeLevel: Distance
    public var volumeMin: Volume
    public var volumeMax: Volume
    public var volumeStep: Volume
    public var name: String
    public var profitCurrency: String

    public init(
        symbol: SymbolID, digits: UInt8, tradeMode: TradeMode, isSessionOpen: Bool, tickSize: Distance,
        stopsLevel: Distance, freezeLevel: Distance, volumeMin: Volume, volumeMax: Volume,
        volumeStep: Volume, name: String, profitCurrency: String
    ) {
        self.symbol = symbol
        self.digits = digits
        self.tradeMode = tradeMode
        self.isSessionOpen = isSessionOpen
        self.tickSize = tickSize
        self.stopsLevel = stopsLevel
        self.freezeLevel = freezeLevel
        self.volumeMin = volumeMin
        self.volumeMax = volumeMax
        self.volumeStep = volumeStep
        self.name = name
        self.profitCurrency = profitCurrency
    }

    /// Whether a stop of an open position can be changed at all at this moment.
    public var isTradable: Bool { tradeMode != .disabled && isSessionOpen }
}
