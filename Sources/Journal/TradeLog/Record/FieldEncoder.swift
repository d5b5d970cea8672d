import Core
import Runtime

/// Writes fields as the members of a JSON object, in the one form that the reader accepts.
///
/// Into memory that is there already, byte by byte: an array that grows would cost more than all the rest. No
/// field but a text has more than `fieldBytes`, and a text is cut at `textBytes`, so that a record of any kind is
/// far shorter than the buffer; each field makes sure of it once. Owner: one thread; the memory is its owner's.
struct FieldEncoder: FieldVisitor {
    /// A longer text is cut, at a character. A zero in it becomes U+FFFD: SQLite and C take it for the end.
    static let textBytes = 1_024
    /// The longest key, the longest number and what stands around them; a list of every word of a kind.
    private static let fieldBytes = 512

    private let memory: UnsafeMutableBufferPointer<UInt8>
    private(set) var count = 0
    private var isFirst = true

    init(_ memory: UnsafeMutableBufferPointer<UInt8>) { self.memory = memory }

    private mutating func put(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }

    private func makeSure(of room: Int) {
        precondition(memory.count - count >= room, "a record is shorter than its buffer")
    }

    private mutating func reverse(from start: Int) {
        var low = start
        var high = count - 1
        while low < high {
            memory.swapAt(low, high)
            low += 1
            high -= 1
        }
    }

    mutating func open() {
        put(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func close() {
        put(UInt8(ascii: "}"))
        isFirst = false
    }

    mutating func number(_ key: StaticString, _ value: inout Int64?) {
        self.key(key)
        guard let value else { return null() }
        integer(value)
    }

    mutating func identifier(_ key: StaticString, _ value: inout UInt64?) {
        self.key(key)
        guard let value else { return null() }
        quote()
        digits(of: value)
        quote()
    }

    mutating func decimal(_ key: StaticString, _ value: inout Int64?, decimals: Int, keeping: Int) {
        self.key(key)
        guard let value else { return null() }
        quote()
        decimal(value, decimals: decimals, keeping: keeping)
        quote()
    }

    mutating func text(_ key: StaticString, _ value: inout String?) {
        self.key(key)
        guard let value else { return null() }
        text(value)
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool) {
        self.key(key)
        literal(value ? "true" : "false")
    }

    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word?) {
        self.key(key)
        guard let value else { return null() }
        word(value)
    }

    mutating func words<Word: LogWord>(_ key: StaticString, _ value: inout [Word]) {
        self.key(key)
        put(UInt8(ascii: "["))
        var isFirst = true
        for word in Word.allCases where value.contains(word) {
            if !isFirst { put(UInt8(ascii: ",")) }
            isFirst = false
            self.word(word)
        }
        put(UInt8(ascii: "]"))
    }

    mutating func object(_ key: StaticString, _ body: (inout FieldEncoder) -> Void) {
        self.key(key)
        open()
        body(&self)
        close()
    }

    /// What is written is never in doubt.
    mutating func fail() {}

    mutating func moment(_ key: StaticString, _ value: inout WallTime) {
        self.key(key)
        quote()
        var text: [UInt8] = []
        UTC(value).append(to: &text)
        for byte in text { put(byte) }
        quote()
    }

    mutating func literal(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount { put(text.utf8Start[index]) }
    }

    private mutating func key(_ key: StaticString) {
        makeSure(of: Self.fieldBytes)
        if !isFirst { put(UInt8(ascii: ",")) }
        isFirst = false
        quote()
        literal(key)
        quote()
        put(UInt8(ascii: ":"))
    }

    private mutating func quote() { put(UInt8(ascii: "\"")) }
    private mutating func null() { literal("null") }

    private mutating func word(_ word: some LogWord) {
        quote()
        literal(word.word)
        quote()
    }

    private mutating func integer(_ value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        digits(of: value.magnitude)
    }

    private mutating func digits(of value: UInt64) {
        let start = count
        var rest = value
        repeat {
            put(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        reverse(from: start)
    }

    private mutating func decimal(_ value: Int64, decimals: Int, keeping: Int) {
        if value < 0 { put(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var places = decimals
        while places > keeping, rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        let start = count
        var written = 0
        while rest > 0 || written <= places {
            if written == places, places > 0 { put(UInt8(ascii: ".")) }
            put(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        reverse(from: start)
    }

    private mutating func text(_ text: String) {
        makeSure(of: 6 * Self.textBytes + Self.fieldBytes)
        quote()
        for byte in Self.cut(text).utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                put(UInt8(ascii: "\\"))
                put(byte)
            case 0: literal("\u{FFFD}")
            case 1..<0x20, 0x7F:
                literal("\\u00")
                put(Self.hexDigit(byte >> 4))
                put(Self.hexDigit(byte & 0xF))
            default: put(byte)
            }
        }
        quote()
    }

    /// As many whole characters (Unicode scalars) as `textBytes` hold.
    private static func cut(_ text: String) -> Substring {
        guard text.utf8.count > textBytes else { return text[...] }
        var end = text.utf8.index(text.startIndex, offsetBy: textBytes)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        return text[..<end]
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
