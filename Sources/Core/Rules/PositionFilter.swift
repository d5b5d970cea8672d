/// Which positions a rule set is for.
public struct PositionFilter: Hashable, Codable, Sendable {
    /// Symbol names, `*` standing for any run of characters; empty means every symbol.
    public var symbols: [SymbolPattern]
    /// Magic numbers; empty means every one that is not a person's.
    public var magics: [Magic]
    /// Whether positions a person opened (magic 0) belong too.
    public var includesManual: Bool

    public init(symbols: [SymbolPattern] = [], magics: [Magic] = [], includesManual: Bool = false) {
        self.symbols = symbols
        self.magics = magics
        self.includesManual = includesManual
    }

    public func matches(symbol: String, magic: Magic) -> Bool {
        guard isFor(symbol: symbol) else { return false }
        if magic == .manual { return includesManual }
        return magics.isEmpty || magics.contains(magic)
    }

    func isFor(symbol: String) -> Bool {
        symbols.isEmpty || symbols.contains { $0.matches(symbol) }
    }
}

/// A symbol name in which `*` stands for any run of characters, also none. Case counts, as it does at brokers.
public struct SymbolPattern: Hashable, Codable, Sendable {
    public let text: String

    public init(_ text: String) { self.text = text }

    public func matches(_ name: String) -> Bool {
        let pattern = Array(text.utf8)
        let subject = Array(name.utf8)
        var p = 0
        var s = 0
        var star: (pattern: Int, subject: Int)?
        while s < subject.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, s)
                p += 1
            } else if p < pattern.count, pattern[p] == subject[s] {
                p += 1
                s += 1
            } else if let (starPattern, starSubject) = star {
                p = starPattern + 1
                s = starSubject + 1
                star = (starPattern, s)
            } else {
                return false
            }
        }
        while p < pattern.count, pattern[p] == UInt8(ascii: "*") { p += 1 }
        return p == pattern.count
    }
}
