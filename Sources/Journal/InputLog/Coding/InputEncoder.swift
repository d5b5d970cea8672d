/// Turns values into bytes, so that equal values give equal bytes: fields in the order of their declaration,
/// without names; whole numbers in as few bytes as they need; an enumeration's case by its name, which stands
/// there in full once and as a number from then on.
///
/// Why `Codable` and not a code written by hand for every event: a field that somebody adds to a machine is in
/// its checkpoint without anybody's doing, where a forgotten one would make replays differ for no visible reason.
/// It costs a microsecond or two a record, on a thread that nobody waits for.
///
/// What it does not take, since Core has none of it: floating point, `nil` outside of a field, inheritance.
/// Owner: one thread.
final class InputEncoder {
    /// Grows; whoever uses it takes it and empties it.
    var bytes: [UInt8] = []
    /// What the reader knows too: emptied at every checkpoint.
    private var names: [String: UInt64] = [:]

    init() {}

    /// Appends the code of `value`.
    ///
    /// - Throws: `InputCodingError.unsupported`, for a type that Core must not have.
    func append(_ value: some Encodable) throws { try value.encode(to: self) }

    func append(number: some FixedWidthInteger) {
        if type(of: number).isSigned {
            let signed = Int64(truncatingIfNeeded: number)
            append(varint: UInt64(bitPattern: signed << 1 ^ signed >> 63))
        } else {
            append(varint: UInt64(truncatingIfNeeded: number))
        }
    }

    /// From here on every name stands in full again.
    func forgetNames() { names.removeAll(keepingCapacity: true) }

    fileprivate func append(name: String) {
        if let known = names[name] {
            append(varint: known)
            return
        }
        append(varint: UInt64(names.count))
        names[name] = UInt64(names.count)
        append(text: name)
    }

    fileprivate func append(text: String) {
        append(varint: UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    private func append(varint: UInt64) {
        var rest = varint
        while rest > 0x7F {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}

extension InputEncoder: Encoder {
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(Fields<Key>(encoder: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { Elements(self) }

    func singleValueContainer() -> any SingleValueEncodingContainer { Single(encoder: self) }
}

/// A structure's fields, or the one case of an enumeration.
private struct Fields<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let encoder: InputEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) throws { throw InputCodingError.unsupported }
    func encode(_ value: Bool, forKey key: Key) { encoder.bytes.append(value ? 1 : 0) }
    func encode(_ value: String, forKey key: Key) { encoder.append(text: value) }
    func encode(_ value: Double, forKey key: Key) throws { throw InputCodingError.unsupported }
    func encode(_ value: Float, forKey key: Key) throws { throw InputCodingError.unsupported }
    func encode(_ value: Int, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: Int8, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: Int16, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: Int32, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: Int64, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: UInt, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: UInt8, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: UInt16, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: UInt32, forKey key: Key) { encoder.append(number: value) }
    func encode(_ value: UInt64, forKey key: Key) { encoder.append(number: value) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try value.encode(to: encoder) }

    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { throw InputCodingError.unsupported }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { throw InputCodingError.unsupported }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value) }
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try optional(value) }

    private func optional(_ value: (some Encodable)?) throws {
        encoder.bytes.append(value == nil ? 0 : 1)
        try value?.encode(to: encoder)
    }

    /// Only enumerations ask for one: `key` is the case.
    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type, forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        encoder.append(name: key.stringValue)
        return KeyedEncodingContainer(Fields<Nested>(encoder: encoder))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { Elements(encoder) }
    func superEncoder() -> any Encoder { encoder }
    func superEncoder(forKey key: Key) -> any Encoder { encoder }
}

/// An array: four bytes for the count, which grows with each element, and the elements.
private struct Elements: UnkeyedEncodingContainer {
    let encoder: InputEncoder
    private let place: Int
    private(set) var count = 0
    var codingPath: [any CodingKey] { [] }

    init(_ encoder: InputEncoder) {
        self.encoder = encoder
        place = encoder.bytes.count
        encoder.bytes.append(contentsOf: [0, 0, 0, 0])
    }

    private mutating func grow() {
        count += 1
        for index in 0..<4 {
            encoder.bytes[place + index] = UInt8(truncatingIfNeeded: count >> (8 * index))
        }
    }

    mutating func encodeNil() throws { throw InputCodingError.unsupported }
    mutating func encode<T: Encodable>(_ value: T) throws {
        grow()
        try value.encode(to: encoder)
    }

    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        grow()
        return KeyedEncodingContainer(Fields<Key>(encoder: encoder))
    }

    mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        grow()
        return Elements(encoder)
    }

    mutating func superEncoder() -> any Encoder { encoder }
}

/// The raw value of an enumeration, and whatever stands alone.
private struct Single: SingleValueEncodingContainer {
    let encoder: InputEncoder
    var codingPath: [any CodingKey] { [] }

    func encodeNil() throws { throw InputCodingError.unsupported }
    func encode(_ value: Bool) { encoder.bytes.append(value ? 1 : 0) }
    func encode(_ value: String) { encoder.append(text: value) }
    func encode(_ value: Double) throws { throw InputCodingError.unsupported }
    func encode(_ value: Float) throws { throw InputCodingError.unsupported }
    func encode(_ value: Int) { encoder.append(number: value) }
    func encode(_ value: Int8) { encoder.append(number: value) }
    func encode(_ value: Int16) { encoder.append(number: value) }
    func encode(_ value: Int32) { encoder.append(number: value) }
    func encode(_ value: Int64) { encoder.append(number: value) }
    func encode(_ value: UInt) { encoder.append(number: value) }
    func encode(_ value: UInt8) { encoder.append(number: value) }
    func encode(_ value: UInt16) { encoder.append(number: value) }
    func encode(_ value: UInt32) { encoder.append(number: value) }
    func encode(_ value: UInt64) { encoder.append(number: value) }
    func encode<T: Encodable>(_ value: T) throws { try value.encode(to: encoder) }
}
