/// Coded as the pairs that are there, in the order of their numbers.
extension SymbolTable: Codable where Value: Codable {
    private struct Entry: Codable {
        let symbol: SymbolID
        let value: Value
    }

    init(from decoder: any Decoder) throws {
        self.init()
        for entry in try [Entry](from: decoder) { self[entry.symbol] = entry.value }
    }

    func encode(to encoder: any Encoder) throws {
        try entries.indices.compactMap { index in
            entries[index].map { Entry(symbol: SymbolID(UInt16(index)), value: $0) }
        }.encode(to: encoder)
    }
}
