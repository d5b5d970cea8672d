/// A word of MQL5 source text.
struct Token: Hashable, Sendable {
    enum Kind { case name, number, text, character, mark }

    var kind: Kind
    var text: String
    var line: Int
    /// Nothing stands between it and the token before it.
    var isAdjacent: Bool

    func isMark(_ other: String) -> Bool { kind == .mark && text == other }
    func isName(_ other: String) -> Bool { kind == .name && text == other }
}

/// A preprocessor line: `#word rest`.
struct Directive: Hashable, Sendable {
    var word: String
    var rest: [Token]
    var line: Int
    /// The tokens of the file that precede it.
    var position: Int
}
