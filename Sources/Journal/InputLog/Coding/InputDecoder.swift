/// Turns bytes back into values, whatever the bytes: what is no code of the type asked for is an error.
///
/// Nothing is taken on trust: a count is checked against the bytes that are left, before memory is taken for it.
/// The meaning of a number is the type's own affair. Owner: one thread.
final class InputDecoder {
    private var bytes: ArraySlice<UInt8> = []
    private var names: [String] = []

    init() {}

    /// What is read from here on.
    func read(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

    func next<Value: Decodable>(_ type: Value.Type) throws -> Value { try Value(from: self) }

    /// - Throws: where bytes are left that no value was in.
    func end() throws {
        guard bytes.isEmpty else { throw InputCodingError.leftOver(bytes.count) }
    }

    /// As `InputEncoder.forgetNames`, at the same places.
    func forgetNames() { names.removeAll(keepingCapacity: true) }

    func number<Number: FixedWidthInteger>(_ type: Number.Type) throws -> Number {
        let raw = try varint()
        let number: Number? =
            Number.isSigned
            ? Number(exactly: Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1))
            : Number(exactly: raw)
        guard let number else { throw InputCodingError.number }
        return number
    }

    fileprivate func flag() throws -> Bool {
        switch try byte() {
        case 0: false
        case 1: true
        default: throw InputCodingError.flag
        }
    }

    fileprivate func text() throws -> String {
        let count = try varint()
        guard count <= UInt64(bytes.count) else { throw InputCodingError.truncated }
        let taken = bytes.prefix(Int(count))
        bytes.removeFirst(Int(count))
        guard let text = String(validating: taken, as: UTF8.self) else { throw InputCodingError.text }
        return text
    }

    fileprivate func name() throws -> String {
        let number = try varint()
        if number < UInt64(names.count) { return names[Int(number)] }
        guard number == UInt64(names.count) else { throw InputCodingError.name }
        let name = try text()
        names.append(name)
        return name
    }

    /// Of elements that take a byte at least.
    fileprivate func count() throws -> Int {
        var count = 0
        for index in 0..<4 { count |= Int(try byte()) << (8 * index) }
        guard count <= bytes.count else { throw InputCodingError.truncated }
        return count
    }

    private func byte() throws -> UInt8 {
        guard let byte = bytes.popFirst() else { throw InputCodingError.truncated }
        return byte
    }

    private func varint() throws -> UInt64 {
        var number: UInt64 = 0
        for shift in stride(from: 0, through: 63, by: 7) {
            let byte = try byte()
            let part = UInt64(byte & 0x7F)
            guard shift < 63 || part <= 1 else { throw InputCodingError.number }
            number |= part << UInt64(shift)
            if byte & 0x80 == 0 { return number }
        }
        throw InputCodingError.number
    }
}

extension InputDecoder: Decoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(Fields<Key>(decoder: self))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { try Elements(self) }

    func singleValueContainer() -> any SingleValueDecodingContainer { Single(decoder: self) }
}

private struct Fields<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let decoder: InputDecoder
    var codingPath: [any CodingKey] { [] }

    /// Only enumerations ask, and once: which case it is. Empty where the bytes name none.
    var allKeys: [Key] {
        do {
            return [Key(stringValue: try decoder.name())].compactMap { $0 }
        } catch {
            return []
        }
    }

    func contains(_ key: Key) -> Bool { true }
    func decodeNil(forKey key: Key) -> Bool { false }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try decoder.flag() }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { throw InputCodingError.unsupported }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { throw InputCodingError.unsupported }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try decoder.number(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try decoder.number(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try decoder.number(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try decoder.number(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try decoder.number(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try decoder.number(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try decoder.number(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try decoder.number(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try decoder.number(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try decoder.number(type) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try T(from: decoder) }

    func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? {
        try decoder.flag() ? decoder.flag() : nil
    }
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? {
        try decoder.flag() ? decoder.text() : nil
    }
    func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? {
        throw InputCodingError.unsupported
    }
    func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? {
        throw InputCodingError.unsupported
    }
    func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? {
        try decoder.flag() ? decoder.number(type) : nil
    }
    func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? {
        try decoder.flag() ? T(from: decoder) : nil
    }

    /// The case's own fields; its name has been read by `allKeys`.
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedDecodingContainer<Nested> {
        KeyedDecodingContainer(Fields<Nested>(decoder: decoder))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try Elements(decoder)
    }
    func superDecoder() -> any Decoder { decoder }
    func superDecoder(forKey key: Key) -> any Decoder { decoder }
}

private struct Elements: UnkeyedDecodingContainer {
    let decoder: InputDecoder
    private let total: Int
    private(set) var currentIndex = 0
    var codingPath: [any CodingKey] { [] }
    var count: Int? { total }
    var isAtEnd: Bool { currentIndex >= total }

    init(_ decoder: InputDecoder) throws {
        self.decoder = decoder
        total = try decoder.count()
    }

    mutating func decodeNil() -> Bool { false }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
        guard !isAtEnd else { throw InputCodingError.truncated }
        currentIndex += 1
        return try T(from: decoder)
    }

    mutating func nestedContainer<Key: CodingKey>(
        keyedBy type: Key.Type
    ) throws -> KeyedDecodingContainer<Key> {
        currentIndex += 1
        return KeyedDecodingContainer(Fields<Key>(decoder: decoder))
    }

    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
        currentIndex += 1
        return try Elements(decoder)
    }

    mutating func superDecoder() -> any Decoder { decoder }
}

private struct Single: SingleValueDecodingContainer {
    let decoder: InputDecoder
    var codingPath: [any CodingKey] { [] }

    func decodeNil() -> Bool { false }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.flag() }
    func decode(_ type: String.Type) throws -> String { try decoder.text() }
    func decode(_ type: Double.Type) throws -> Double { throw InputCodingError.unsupported }
    func decode(_ type: Float.Type) throws -> Float { throw InputCodingError.unsupported }
    func decode(_ type: Int.Type) throws -> Int { try decoder.number(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.number(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.number(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.number(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.number(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.number(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.number(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.number(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.number(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.number(type) }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try T(from: decoder) }
}
