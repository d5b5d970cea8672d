import Core

/// Collects the messages between *snapshot_begin* and *snapshot_end* and gives out a snapshot only if count
/// and checksum agree.
///
/// A symbol or position said twice counts once, the later one holds. Bounds: 1,024 symbols (kept by the
/// session's `SymbolSet`), 10,000 positions. The order of what it gives out is the order of arrival, so a
/// replay assembles the same value.
struct SnapshotAssembly: Sendable {
    static let positionsMax = 10_000

    let begin: SnapshotBegin
    private var specs = Table<SymbolID, SymbolSpec>()
    private var valuations = Table<SymbolID, Valuation>()
    private var ticks = Table<SymbolID, Tick>()
    private var positions = Table<Ticket, Position>()

    init(_ begin: SnapshotBegin) { self.begin = begin }

    /// Symbols and positions held so far.
    var size: Int { specs.values.count + positions.values.count }

    mutating func take(_ spec: SymbolSpec) { specs[spec.symbol] = spec }
    mutating func take(_ valuation: Valuation) { valuations[valuation.symbol] = valuation }
    mutating func take(_ tick: Tick) { ticks[tick.symbol] = tick }

    /// - Returns: `false` when the snapshot is larger than allowed.
    mutating func take(_ position: Position) -> Bool {
        positions[position.ticket] = position
        return positions.values.count <= SnapshotAssembly.positionsMax
    }

    mutating func remove(_ ticket: Ticket) { positions[ticket] = nil }

    /// - Returns: `nil` when something is missing or differs.
    func complete(with end: SnapshotEnd) -> Snapshot? {
        guard end.snapshot == begin.snapshot, Int(end.positions) == positions.values.count,
            specs.values.count >= Int(begin.symbols),
            PositionChecksum.of(positions.values) == end.checksum
        else { return nil }
        return Snapshot(
            symbols: specs.values, valuations: valuations.values, ticks: ticks.values,
            positions: positions.values)
    }

    /// Values by key, kept in an array so that their order does not depend on hashing.
    private struct Table<Key: Hashable & Sendable, Value: Sendable>: Sendable {
        private(set) var values: [Value] = []
        private var keys: [Key] = []
        private var places: [Key: Int] = [:]

        subscript(key: Key) -> Value? {
            get { places[key].map { values[$0] } }
            set {
                switch (places[key], newValue) {
                case (let place?, let value?): values[place] = value
                case (nil, let value?):
                    places[key] = values.count
                    values.append(value)
                    keys.append(key)
                case (let place?, nil): remove(at: place)
                case (nil, nil): break
                }
            }
        }

        /// Puts the last value into the gap.
        private mutating func remove(at place: Int) {
            places[keys[place]] = nil
            let lastKey = keys.removeLast()
            let lastValue = values.removeLast()
            guard place < values.count else { return }
            keys[place] = lastKey
            values[place] = lastValue
            places[lastKey] = place
        }
    }
}
