import Core

/// Writes a broker's state as bytes: little-endian integers, counted lists, length-prefixed texts.
struct StateWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var rest = Number.Magnitude(truncatingIfNeeded: number)
        for _ in 0..<Number.bitWidth / 8 {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest = Number.bitWidth > 8 ? rest >> 8 : 0
        }
    }

    mutating func put(_ flag: Bool) { put(UInt8(flag ? 1 : 0)) }

    mutating func put(_ text: String) {
        put(UInt32(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    mutating func put(_ price: Price?) {
        put(price != nil)
        put(price?.points ?? 0)
    }

    mutating func put<Element>(_ list: [Element], _ body: (inout StateWriter, Element) -> Void) {
        put(UInt32(list.count))
        for element in list { body(&self, element) }
    }
}

/// Reads what `StateWriter` wrote; every read past the end or out of range fails, none traps.
struct StateReader {
    private let bytes: ArraySlice<UInt8>
    private var cursor: Int

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        cursor = bytes.startIndex
    }

    var isAtEnd: Bool { cursor == bytes.endIndex }

    mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(SavedState.Failure) -> Number {
        let width = Number.bitWidth / 8
        guard bytes.endIndex - cursor >= width else { throw .damaged }
        var value: Number = 0
        for index in 0..<width {
            value |= Number(truncatingIfNeeded: bytes[cursor + index]) << Number(index * 8)
        }
        cursor += width
        return value
    }

    mutating func flag() throws(SavedState.Failure) -> Bool {
        switch try number(UInt8.self) {
        case 0: false
        case 1: true
        default: throw .damaged
        }
    }

    mutating func text() throws(SavedState.Failure) -> String {
        let count = Int(try number(UInt32.self))
        guard bytes.endIndex - cursor >= count else { throw .damaged }
        defer { cursor += count }
        return String(decoding: bytes[cursor..<cursor + count], as: UTF8.self)
    }

    mutating func level() throws(SavedState.Failure) -> Price? {
        let isThere = try flag()
        let points = try number(Int64.self)
        return isThere ? Price(points: points) : nil
    }

    mutating func list<Element>(
        _ body: (inout StateReader) throws(SavedState.Failure) -> Element
    ) throws(SavedState.Failure) -> [Element] {
        let count = try number(UInt32.self)
        var elements: [Element] = []
        // No reservation: a damaged count must not ask for memory that its elements do not fill.
        for _ in 0..<count { elements.append(try body(&self)) }
        return elements
    }
}
