import Core

/// The symbols that an EA has numbered in this session. Fixed size (8 KiB), constant time, no allocation
/// after the first.
struct SymbolSet: Sendable {
    /// The most symbols one session may number.
    static let countMax = 1_024

    private var words = [UInt64](repeating: 0, count: 1_024)
    private(set) var count = 0

    func contains(_ symbol: SymbolID) -> Bool {
        words[Int(symbol.rawValue >> 6)] & bit(symbol) != 0
    }

    /// - Returns: `false` when the set is full.
    mutating func insert(_ symbol: SymbolID) -> Bool {
        guard !contains(symbol) else { return true }
        guard count < SymbolSet.countMax else { return false }
        words[Int(symbol.rawValue >> 6)] |= bit(symbol)
        count += 1
        return true
    }

    private func bit(_ symbol: SymbolID) -> UInt64 { 1 << UInt64(symbol.rawValue & 63) }
}
