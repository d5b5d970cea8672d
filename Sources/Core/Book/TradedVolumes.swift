/// What the deals of a position have opened and closed so far, by whomever.
///
/// Why not the volume of the moment alone: it does not tell what was closed from what was never there, and after a
/// restart nobody remembers. Whoever tells this knows every deal of the position; `accounts(for:)` holds it against
/// what is open, and what does not agree is not known.
public struct TradedVolumes: Hashable, Codable, Sendable, BitwiseCopyable {
    public var position: PositionID
    /// What the order that opened it was filled with, in however many deals. What is added later is not part of it.
    public var initial: Volume
    /// All that was ever opened, `initial` included.
    public var opened: Volume
    /// All that was ever closed.
    public var closed: Volume

    public init(position: PositionID, initial: Volume, opened: Volume, closed: Volume) {
        self.position = position
        self.initial = initial
        self.opened = opened
        self.closed = closed
    }

    /// Whether the deals explain what is open: none is missing, on either side.
    func accounts(for position: Position) -> Bool {
        self.position == position.identifier && opened - closed == position.volume
    }

    /// So many thousandths of the initial volume, rounded down to 1e-8 lots.
    func share(permille: Int64) -> Volume {
        Volume(units: Int64(Int128(initial.units) * Int128(permille) / 1_000))
    }

    /// What one order may close until `target` is closed in all: whole volume steps, rounded down, and as much as
    /// the symbol's largest order. `nil` where that is less than the smallest order, or would leave less than that
    /// open, or where the deals do not explain what is open.
    func part(until target: Volume, of position: Position, _ spec: SymbolSpec) -> Volume? {
        guard accounts(for: position), closed < target else { return nil }
        var part = (target - closed).units
        if spec.volumeMax > .zero { part = min(part, spec.volumeMax.units) }
        part -= part % max(1, spec.volumeStep.units)
        let least = max(1, spec.volumeMin.units)
        guard part >= least, position.volume.units - part >= least else { return nil }
        return Volume(units: part)
    }
}
