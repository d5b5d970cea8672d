import Core
import Runtime

@testable import Journal

/// Fills every field of an event with something a record may hold, the extremes among it.
struct RandomFields: FieldVisitor {
    var random: SplitMix

    private static let texts = [
        "", "EURUSD", "GOLD.m", "quote \" backslash \\ tab \t escape \u{1B} delete \u{7F}", "Grüße 日本語 🛑",
        "{\"v\":1,\"seq\":7}\n", String(repeating: "\u{1}", count: 300),
    ]

    mutating func number(_ key: StaticString, _ value: inout Int64?) {
        // Counts and codes are narrower than 64 bits, and what is null in a record is null in a random one.
        guard value != nil else { return }
        value = [0, 1, 2, 8, 10_009, 4_294_967_295].randomElement(using: &random)
    }

    mutating func moment(_ key: StaticString, _ value: inout WallTime) {
        value = UTC(microseconds: Int64.random(in: 0...4_102_444_800_000_000, using: &random)).time
    }

    mutating func identifier(_ key: StaticString, _ value: inout UInt64?) {
        value = [0, 1, 1 << 53 + 1, .max, random.next()].randomElement(using: &random)
    }

    mutating func decimal(_ key: StaticString, _ value: inout Int64?, decimals: Int, keeping: Int) {
        value = [nil, 0, 1, -1, 138_694, -100_000_000, .max, .min].randomElement(using: &random) ?? nil
    }

    mutating func text(_ key: StaticString, _ value: inout String?) {
        value = Self.texts.randomElement(using: &random)
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool) { value = Bool.random(using: &random) }

    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word?) {
        value = Array(Word.allCases).randomElement(using: &random)
    }

    mutating func words<Word: LogWord>(_ key: StaticString, _ value: inout [Word]) {
        value = Word.allCases.filter { _ in Bool.random(using: &random) }
    }

    mutating func object(_ key: StaticString, _ body: (inout RandomFields) -> Void) { body(&self) }
    mutating func fail() {}
}

extension TradeRecord {
    /// A record of that kind with random content.
    static func random(_ name: EventName, seed: UInt64, sequence: UInt64 = 1) -> TradeRecord {
        var event = TradeEvent(name)
        var fields = RandomFields(random: SplitMix(seed: seed))
        event.visit(&fields)
        let digits = fields.random.next()
        let hasTicket = digits & 1 == 0
        return TradeRecord(
            sequence: sequence, durable: sequence - 1, account: AccountNumber(5_012_345),
            at: WallTime(nanoseconds: 1_795_768_227_123_456_789), instant: Instant(nanoseconds: 81),
            ticket: hasTicket ? Ticket(digits) : nil,
            delivery: hasTicket ? nil : Delivery(boot: digits, number: digits >> 3), event: event)
    }
}
