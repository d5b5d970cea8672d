/// Reads little-endian fields one after another and remembers the first thing that was wrong.
///
/// Why a sticky fault and not a throw per field: a message is then written as one expression, in the order
/// of the document, and checked once at its end. After a fault every field reads as zero. It never reads
/// outside `bytes` and never traps.
@safe struct FieldReader {
    private let bytes: UnsafeRawBufferPointer
    private var offset = 0
    private(set) var fault: WireError.BodyFault?

    init(_ bytes: UnsafeRawBufferPointer) { unsafe self.bytes = unsafe bytes }

    /// Whether every byte was read, and none was missing.
    var isExhausted: Bool { unsafe offset == bytes.count }

    mutating func fail(_ fault: WireError.BodyFault) {
        if self.fault == nil { self.fault = fault }
    }

    @inline(__always)
    private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> T {
        guard fault == nil, unsafe bytes.count - offset >= MemoryLayout<T>.size else {
            fail(.length)
            return 0
        }
        let value = unsafe bytes.loadUnaligned(fromByteOffset: offset, as: T.self)
        offset += MemoryLayout<T>.size
        return T(littleEndian: value)
    }

    mutating func u8() -> UInt8 { integer(UInt8.self) }
    mutating func u16() -> UInt16 { integer(UInt16.self) }
    mutating func u32() -> UInt32 { integer(UInt32.self) }
    mutating func u64() -> UInt64 { integer(UInt64.self) }

    mutating func i64(_ range: ClosedRange<Int64>) -> Int64 {
        let value = integer(Int64.self)
        if !range.contains(value) { fail(.range) }
        return value
    }

    mutating func bool() -> Bool {
        let value = u8()
        if value > 1 { fail(.boolean) }
        return value == 1
    }

    mutating func reserved8() {
        if u8() != 0 { fail(.reserved) }
    }

    mutating func reserved16() {
        if u16() != 0 { fail(.reserved) }
    }

    /// An enumeration; `placeholder` stands in after a fault and never leaves the decoder.
    mutating func choice<T: RawRepresentable>(_ placeholder: T) -> T where T.RawValue == UInt8 {
        guard let value = T(rawValue: u8()) else {
            fail(.enumeration)
            return placeholder
        }
        return value
    }

    mutating func wideChoice<T: RawRepresentable>(_ placeholder: T) -> T where T.RawValue == UInt16 {
        guard let value = T(rawValue: u16()) else {
            fail(.enumeration)
            return placeholder
        }
        return value
    }

    mutating func text() -> String {
        let count = Int(u8())
        guard fault == nil, unsafe bytes.count - offset >= count else {
            fail(.length)
            return ""
        }
        defer { offset += count }
        guard count > 0 else { return "" }
        let slice = unsafe UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
        guard let text = unsafe String(validating: slice, as: UTF8.self) else {
            fail(.text)
            return ""
        }
        return text
    }
}

extension FieldReader {
    mutating func price() -> Price { Price(points: i64(-Price.limit...Price.limit)) }
    /// A stop-loss or take-profit: 0 means none.
    mutating func level() -> Price? {
        let price = price()
        return price.points == 0 ? nil : price
    }
    mutating func distance(atLeast least: Int64) -> Distance { Distance(points: i64(least...Price.limit)) }
    mutating func volume() -> Volume { Volume(units: i64(0...Volume.limit)) }
    mutating func money() -> Money {
        Money(units: i64(-WireLimits.moneyUnits...WireLimits.moneyUnits))
    }
    mutating func clock() -> Instant { Instant(nanoseconds: i64(0...WireLimits.clock_ns)) }
    mutating func serverTime() -> MarketTime { MarketTime(milliseconds: i64(0...WireLimits.serverTime_ms)) }
    mutating func ticket() -> Ticket { Ticket(u64()) }
    mutating func positionID() -> PositionID { PositionID(u64()) }
    mutating func magic() -> Magic { Magic(u64()) }
    mutating func request() -> RequestID { RequestID(u64()) }

    mutating func optionalSymbol() -> SymbolID? {
        let number = u16()
        return number == WireLimits.noSymbol ? nil : SymbolID(number)
    }
    mutating func symbol() -> SymbolID {
        guard let symbol = optionalSymbol() else {
            fail(.range)
            return SymbolID(0)
        }
        return symbol
    }
    mutating func permissions() -> Permissions {
        let bits = Permissions(rawValue: u16())
        if !bits.isSubset(of: .all) { fail(.reserved) }
        return bits
    }
    mutating func nonce() -> Nonce { Nonce(u64(), u64()) }
    mutating func code() -> AuthenticationCode { AuthenticationCode(u64(), u64(), u64(), u64()) }
}
