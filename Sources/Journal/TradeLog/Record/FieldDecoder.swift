import Runtime

/// Reads the members of a JSON object in the one order and form in which `FieldEncoder` writes them.
///
/// Total: whatever the bytes, it ends with a value or with `isDamaged`, and reads nothing outside them.
struct FieldDecoder: FieldVisitor {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var place = 0
    private var isFirst = true
    private(set) var isDamaged = false

    /// - Parameter bytes: they outlive the decoder.
    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    private var end: Int { bytes.count }

    /// Whether everything was read, and nothing was wrong.
    var isComplete: Bool { !isDamaged && place == end }

    mutating func open() {
        expect(UInt8(ascii: "{"))
        isFirst = true
    }

    mutating func close() {
        expect(UInt8(ascii: "}"))
        isFirst = false
    }

    mutating func fail() { isDamaged = true }

    mutating func number(_ key: StaticString, _ value: inout Int64?) {
        self.key(key)
        guard !isDamaged else { return }
        if acceptNull() {
            value = nil
            return
        }
        let isNegative = accept(UInt8(ascii: "-"))
        guard let magnitude = digits(), let read = signed(magnitude, isNegative: isNegative)
        else { return fail() }
        value = read
    }

    mutating func identifier(_ key: StaticString, _ value: inout UInt64?) {
        self.key(key)
        guard !isDamaged else { return }
        if acceptNull() {
            value = nil
            return
        }
        expect(UInt8(ascii: "\""))
        guard let read = digits() else { return fail() }
        expect(UInt8(ascii: "\""))
        value = read
    }

    mutating func decimal(_ key: StaticString, _ value: inout Int64?, decimals: Int, keeping: Int) {
        self.key(key)
        guard !isDamaged else { return }
        if acceptNull() {
            value = nil
            return
        }
        guard let range = quoted(), let read = parse(range, decimals: decimals) else { return fail() }
        value = read
    }

    mutating func text(_ key: StaticString, _ value: inout String?) {
        self.key(key)
        guard !isDamaged else { return }
        if acceptNull() {
            value = nil
            return
        }
        guard let read = string() else { return fail() }
        value = read
    }

    mutating func flag(_ key: StaticString, _ value: inout Bool) {
        self.key(key)
        guard !isDamaged else { return }
        if accept("true") {
            value = true
        } else if accept("false") {
            value = false
        } else {
            fail()
        }
    }

    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word?) {
        self.key(key)
        guard !isDamaged else { return }
        value = acceptNull() ? nil : word()
    }

    mutating func words<Word: LogWord>(_ key: StaticString, _ value: inout [Word]) {
        self.key(key)
        expect(UInt8(ascii: "["))
        var read: [Word] = []
        // Each word comes at most once: a list longer than that is not ours, and this ends.
        while !isDamaged, !accept(UInt8(ascii: "]")) {
            if !read.isEmpty { expect(UInt8(ascii: ",")) }
            guard read.count < Word.allCases.count, let next: Word = word() else { return fail() }
            read.append(next)
        }
        value = read
    }

    mutating func object(_ key: StaticString, _ body: (inout FieldDecoder) -> Void) {
        self.key(key)
        open()
        body(&self)
        close()
    }

    mutating func moment(_ key: StaticString, _ value: inout WallTime) {
        self.key(key)
        guard !isDamaged else { return }
        guard let range = quoted(), let read = UTC(Array(bytes[range])) else { return fail() }
        value = read.time
    }
}

extension FieldDecoder {
    private mutating func key(_ key: StaticString) {
        if !isFirst { expect(UInt8(ascii: ",")) }
        isFirst = false
        expect(UInt8(ascii: "\""))
        if !accept(key) { fail() }
        expect(UInt8(ascii: "\""))
        expect(UInt8(ascii: ":"))
    }

    private mutating func word<Word: LogWord>() -> Word? {
        expect(UInt8(ascii: "\""))
        for candidate in Word.allCases where starts(with: candidate.word) {
            let length = candidate.word.utf8CodeUnitCount
            guard place + length < end, bytes[place + length] == UInt8(ascii: "\"") else { continue }
            place += length + 1
            return candidate
        }
        fail()
        return nil
    }

    private mutating func expect(_ byte: UInt8) {
        if !accept(byte) { fail() }
    }

    private mutating func accept(_ byte: UInt8) -> Bool {
        guard !isDamaged, place < end, bytes[place] == byte else { return false }
        place += 1
        return true
    }

    private mutating func acceptNull() -> Bool { accept("null") }

    private mutating func accept(_ text: StaticString) -> Bool {
        guard starts(with: text) else { return false }
        place += text.utf8CodeUnitCount
        return true
    }

    private func starts(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard !isDamaged, end - place >= length else { return false }
        for index in 0..<length where bytes[place + index] != text.utf8Start[index] { return false }
        return true
    }

    /// At least one digit, no leading zero.
    private mutating func digits() -> UInt64? {
        let start = place
        var value: UInt64 = 0
        while place < end, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[place]) {
            guard append(bytes[place] - UInt8(ascii: "0"), to: &value) else { return nil }
            place += 1
        }
        let length = place - start
        guard length > 0, length == 1 || bytes[start] != UInt8(ascii: "0") else { return nil }
        return value
    }

    /// What stands between quotation marks, without any escape.
    private mutating func quoted() -> Range<Int>? {
        guard accept(UInt8(ascii: "\"")) else { return nil }
        let start = place
        while place < end, bytes[place] != UInt8(ascii: "\"") {
            guard bytes[place] != UInt8(ascii: "\\") else { return nil }
            place += 1
        }
        let range = start..<place
        return accept(UInt8(ascii: "\"")) ? range : nil
    }

    /// `value / 10^decimals`; that it is written in the one right form is checked by writing it again.
    private func parse(_ range: Range<Int>, decimals: Int) -> Int64? {
        var magnitude: UInt64 = 0
        var missing = decimals
        var isFraction = false
        let isNegative = range.first.map { bytes[$0] == UInt8(ascii: "-") } ?? false
        for index in range.dropFirst(isNegative ? 1 : 0) {
            if bytes[index] == UInt8(ascii: "."), !isFraction {
                isFraction = true
                continue
            }
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index]) else { return nil }
            if isFraction { missing -= 1 }
            guard missing >= 0, append(bytes[index] - UInt8(ascii: "0"), to: &magnitude) else { return nil }
        }
        for _ in 0..<missing where !append(0, to: &magnitude) { return nil }
        return signed(magnitude, isNegative: isNegative)
    }

    private func append(_ digit: UInt8, to value: inout UInt64) -> Bool {
        let (scaled, isTooLarge) = value.multipliedReportingOverflow(by: 10)
        let (sum, carries) = scaled.addingReportingOverflow(UInt64(digit))
        value = sum
        return !isTooLarge && !carries
    }

    private func signed(_ magnitude: UInt64, isNegative: Bool) -> Int64? {
        guard isNegative else { return Int64(exactly: magnitude) }
        return magnitude == Int64.min.magnitude ? .min : Int64(exactly: magnitude).map { -$0 }
    }

    private mutating func string() -> String? {
        let start = place
        if let plain = quoted() { return String(validating: bytes[plain], as: UTF8.self) }
        // There is an escape in it.
        place = start
        guard accept(UInt8(ascii: "\"")) else { return nil }
        var content: [UInt8] = []
        while place < end {
            let byte = bytes[place]
            place += 1
            switch byte {
            case UInt8(ascii: "\""): return String(validating: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escaped = escaped() else { return nil }
                content.append(escaped)
            default: content.append(byte)
            }
        }
        return nil
    }

    private mutating func escaped() -> UInt8? {
        guard place < end else { return nil }
        let byte = bytes[place]
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): return byte
        case UInt8(ascii: "u"):
            guard end - place >= 4, bytes[place] == UInt8(ascii: "0"), bytes[place + 1] == UInt8(ascii: "0"),
                let high = Self.hex(bytes[place + 2]), let low = Self.hex(bytes[place + 3])
            else { return nil }
            place += 4
            return high << 4 | low
        default: return nil
        }
    }

    static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }
}
