/// Which positions a rule set is for.
public struct PositionFilter: Hashable, Codable, Sendable {
    /// Symbol names, `*` standing for any run of characters; empty means every symbol.
    public var symbols: [SymbolPattern]
    /// Magic numbers; empty means every one that is not a person's.
    public var magics: [Magic]
    /// Magic numbers that do not belong, whatever `magics` says.
    public var excludedMagics: [Magic]
    /// Whether positions a person opened (magic 0) belong too.
    public var includesManual: Bool
    /// `nil` for both sides.
    public var side: Side?
    /// What a position's comment must contain, byte by byte; empty for anything.
    public var comment: String
    /// Empty for every account. A position does not say whose it is: see `Settings.restricted(to:)`.
    public var accounts: [AccountNumber]

    public init(
        symbols: [SymbolPattern] = [], magics: [Magic] = [], excludedMagics: [Magic] = [],
        includesManual: Bool = false, side: Side? = nil, comment: String = "", accounts: [AccountNumber] = []
    ) {
        self.symbols = symbols
        self.magics = magics
        self.excludedMagics = excludedMagics
        self.includesManual = includesManual
        self.side = side
        self.comment = comment
        self.accounts = accounts
    }

    /// - Parameter symbol: the name of the position's symbol.
    public func matches(_ position: Position, symbol: String) -> Bool {
        matches(symbol: symbol, magic: position.magic, side: position.side, comment: position.comment)
    }

    public func matches(symbol: String, magic: Magic, side: Side, comment: String) -> Bool {
        guard isFor(symbol: symbol), self.side == nil || self.side == side, isFor(magic) else { return false }
        return self.comment.isEmpty || Self.holds(comment, self.comment)
    }

    /// Compares bytes, as the EA's guard does, and not characters, of which two spellings may count as equal.
    private static func holds(_ text: String, _ part: String) -> Bool {
        let text = Array(text.utf8)
        let part = Array(part.utf8)
        guard text.count >= part.count else { return false }
        return (0...text.count - part.count).contains { text[$0...].starts(with: part) }
    }

    private func isFor(_ magic: Magic) -> Bool {
        if magic == .manual { return includesManual }
        return !excludedMagics.contains(magic) && (magics.isEmpty || magics.contains(magic))
    }

    public func isFor(account: AccountNumber) -> Bool { accounts.isEmpty || accounts.contains(account) }

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
