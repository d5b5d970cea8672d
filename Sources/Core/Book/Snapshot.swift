/// Everything a terminal knows that protection needs, at one moment; it replaces all that was known.
///
/// Complete by construction: it is built only when count and checksum of the positions agreed.
public struct Snapshot: Codable, Sendable {
    public var symbols: [SymbolSpec]
    public var valuations: [Valuation]
    /// The last quote of each symbol that has one.
    public var ticks: [Tick]
    public var positions: [Position]

    public init(symbols: [SymbolSpec], valuations: [Valuation], ticks: [Tick], positions: [Position]) {
        self.symbols = symbols
        self.valuations = valuations
        self.ticks = ticks
        self.positions = positions
    }
}
