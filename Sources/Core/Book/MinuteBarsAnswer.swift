/// What came of a question about a symbol's past minutes.
public struct MinuteBarsAnswer: Hashable, Codable, Sendable {
    public enum Outcome: Hashable, Codable, Sendable {
        /// As the terminal said them, the last one being the minute at hand as far as it has come; as many as it said
        /// there would be, and nothing else is known of them.
        case complete([MinuteBar])
        /// The terminal has not loaded them yet, or they changed under the answer.
        case notYet
        /// A part of the answer is missing.
        case damaged
    }

    public var request: UInt32
    public var symbol: SymbolID
    public var outcome: Outcome

    public init(request: UInt32, symbol: SymbolID, outcome: Outcome) {
        self.request = request
        self.symbol = symbol
        self.outcome = outcome
    }
}
