import Core
import Runtime

/// Writes fields as the members of a JSON object, in the one form that the reader accepts.
struct FieldEncoder: FieldVisitor {
    private var bytes: [UInt8]
    private var isFirst = true

    /// - Parameter bytes: what comes before; keeps its capacity for the lines that follow.
    init(appendingTo bytes: [UInt8]) { self.bytes = bytes }

    /// Hands over everything written.
    mutating func take() -> [UInt8] {
        var taken: [UInt8] = []
        swap(&taken, &bytes)
        return taken
    }

    mutating func open() {
        bytes.append(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func close() {
        bytes.append(UInt8(ascii: "}"))
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
        bytes.append(UInt8(ascii: "["))
        var isFirst = true
        for word in Word.allCases where value.contains(word) {
            if !isFirst { bytes.append(UInt8(ascii: ",")) }
            isFirst = false
            self.word(word)
        }
        bytes.append(UInt8(ascii: "]"))
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
        UTC(value).append(to: &bytes)
        quote()
    }

    mutating func literal(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func key(_ key: StaticString) {
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        quote()
        literal(key)
        quote()
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func quote() { bytes.append(UInt8(ascii: "\"")) }
    private mutating func null() { literal("null") }

    private mutating func word(_ word: some LogWord) {
        quote()
        literal(word.word)
        quote()
    }

    private mutating func integer(_ value: Int64) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        digits(of: value.magnitude)
    }

    private mutating func digits(of value: UInt64) {
        let start = bytes.count
        var rest = value
        repeat {
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        bytes[start...].reverse()
    }

    private mutating func decimal(_ value: Int64, decimals: Int, keeping: Int) {
        if value < 0 { bytes.append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        var places = decimals
        while places > keeping, rest % 10 == 0 {
            rest /= 10
            places -= 1
        }
        let start = bytes.count
        var written = 0
        while rest > 0 || written <= places {
            if written == places, places > 0 { bytes.append(UInt8(ascii: ".")) }
            bytes.append(UInt8(ascii: "0") + UInt8(rest % 10))
            rest /= 10
            written += 1
        }
        bytes[start...].reverse()
    }

    private mutating func text(_ text: String) {
        quote()
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20, 0x7F:
                literal("\\u00")
                bytes.append(Self.hexDigit(byte >> 4))
                bytes.append(Self.hexDigit(byte & 0xF))
            default: bytes.append(byte)
            }
        }
        quote()
    }

    static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}
