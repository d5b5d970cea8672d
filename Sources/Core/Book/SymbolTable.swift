/// What is known of each symbol of a session, by its number.
///
/// Why not a dictionary: numbers are dense within a session, and every request looks its symbol up several
/// times. Bound: as many as the highest number the session has named. Owner: whoever holds it.
struct SymbolTable<Value: Sendable>: Sendable {
    private(set) var entries: [Value?] = []

    subscript(symbol: SymbolID) -> Value? {
        get {
            let index = Int(symbol.rawValue)
            return index < entries.count ? entries[index] : nil
        }
        set {
            let index = Int(symbol.rawValue)
            while entries.count <= index { entries.append(nil) }
            entries[index] = newValue
        }
    }

    /// In the order of their numbers.
    var values: [Value] { entries.compactMap { $0 } }

    mutating func removeAll() { entries.removeAll(keepingCapacity: true) }
}
