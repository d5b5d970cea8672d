import Core
import Runtime

/// Collects the fields of a record as plain text, for people and tables: null is empty, the members of an
/// object are named `object.member`, words of a list are separated by blanks.
struct FieldCollector: FieldVisitor {
    private(set) var fields: [(key: String, text: String)] = []
    private var prefix = ""

    private mutating func add(_ key: StaticString, _ text: String?) {
        let name = key.withUTF8Buffer { String(decoding: $0, as: UTF8.self) }
        fields.append((prefix + name, text ?? ""))
    }

    mutating func number(_ key: StaticString, _ value: inout Int64?) { add(key, value.map { String($0) }) }
    mutating func moment(_ key: StaticString, _ value: inout WallTime) { add(key, UTC(value).text) }
    mutating func identifier(_ key: StaticString, _ value: inout UInt64?) {
        add(key, value.map { String($0) })
    }
    mutating func decimal(_ key: StaticString, _ value: inout Int64?, decimals: Int, keeping: Int) {
        add(key, value.map { DecimalText.format($0, decimals: decimals, keeping: keeping) })
    }
    mutating func text(_ key: StaticString, _ value: inout String?) { add(key, value) }
    mutating func flag(_ key: StaticString, _ value: inout Bool) { add(key, value ? "true" : "false") }
    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word?) { add(key, value?.text) }
    mutating func words<Word: LogWord>(_ key: StaticString, _ value: inout [Word]) {
        add(key, value.map(\.text).joined(separator: " "))
    }
    mutating func object(_ key: StaticString, _ body: (inout FieldCollector) -> Void) {
        let outer = prefix
        prefix += key.withUTF8Buffer { String(decoding: $0, as: UTF8.self) } + "."
        body(&self)
        prefix = outer
    }
    mutating func fail() {}
}

extension TradeRecord {
    /// Every field by name, in the order of the line, without the checksum.
    public var fields: [(key: String, text: String)] {
        var collector = FieldCollector()
        var copy = self
        copy.visit(&collector)
        return collector.fields
    }

    /// One line for a person: when, number, event, ticket, and whatever else is not empty.
    public var summary: String {
        let head =
            "\(UTC(at).text) \(sequence) \(event.name.rawValue)" + (ticket.map { " \($0.rawValue)" } ?? "")
        var collector = FieldCollector()
        var copy = event
        copy.visit(&collector)
        let rest = collector.fields.filter { !$0.text.isEmpty }.map { "\($0.key)=\(Self.quoted($0.text))" }
        return ([head] + rest).joined(separator: " ")
    }

    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 != UInt8(ascii: "\"") && $0 != 0x7F }
        guard !isPlain else { return text }
        // Control characters of a broker's comment must not reach a terminal.
        return "\""
            + text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : String($0) }
            .joined() + "\""
    }
}
