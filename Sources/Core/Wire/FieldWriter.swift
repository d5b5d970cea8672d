/// Writes little-endian fields one after another into a buffer that is known to be large enough.
@safe struct FieldWriter {
    private let bytes: UnsafeMutableRawBufferPointer
    private(set) var offset: Int
    /// A text or a list was longer than its count can say; the message must not be sent.
    private(set) var isUnencodable = false

    /// - Parameter bytes: with room after `offset` for all that will be written.
    init(_ bytes: UnsafeMutableRawBufferPointer, at offset: Int) {
        unsafe self.bytes = unsafe bytes
        self.offset = offset
    }

    @inline(__always)
    private mutating func integer<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        unsafe bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: T.self)
        offset += MemoryLayout<T>.size
    }

    mutating func u8(_ value: UInt8) { integer(value) }
    mutating func u16(_ value: UInt16) { integer(value) }
    mutating func u32(_ value: UInt32) { integer(value) }
    mutating func u64(_ value: UInt64) { integer(value) }
    mutating func i64(_ value: Int64) { integer(value) }
    mutating func bool(_ value: Bool) { u8(value ? 1 : 0) }

    mutating func choice<T: RawRepresentable>(_ value: T) where T.RawValue == UInt8 { u8(value.rawValue) }
    mutating func wideChoice<T: RawRepresentable>(_ value: T) where T.RawValue == UInt16 {
        u16(value.rawValue)
    }

    mutating func text(_ text: String) {
        let count = text.utf8.count
        guard count <= WireLimits.textBytes else {
            isUnencodable = true
            return
        }
        u8(UInt8(count))
        for byte in text.utf8 { u8(byte) }
    }

    /// The message is more than the protocol can say; nothing of it is sent.
    mutating func refuse() { isUnencodable = true }
}

extension FieldWriter {
    mutating func price(_ price: Price) { i64(price.points) }
    mutating func level(_ price: Price?) { i64(price?.points ?? 0) }
    mutating func distance(_ distance: Distance) { i64(distance.points) }
    mutating func volume(_ volume: Volume) { i64(volume.units) }
    mutating func money(_ money: Money) { i64(money.units) }
    mutating func clock(_ instant: Instant) { i64(instant.nanoseconds) }
    mutating func serverTime(_ time: MarketTime) { i64(time.milliseconds) }
    mutating func ticket(_ ticket: Ticket) { u64(ticket.rawValue) }
    mutating func positionID(_ position: PositionID) { u64(position.rawValue) }
    mutating func magic(_ magic: Magic) { u64(magic.rawValue) }
    mutating func request(_ request: RequestID) { u64(request.rawValue) }
    mutating func symbol(_ symbol: SymbolID?) { u16(symbol?.rawValue ?? WireLimits.noSymbol) }
    mutating func permissions(_ permissions: Permissions) { u16(permissions.rawValue) }
    mutating func nonce(_ nonce: Nonce) {
        u64(nonce.first)
        u64(nonce.second)
    }
    mutating func code(_ code: AuthenticationCode) {
        u64(code.first)
        u64(code.second)
        u64(code.third)
        u64(code.fourth)
    }
}
