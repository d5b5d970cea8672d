import Core
import Glibc
import Runtime

/// One line of the trade log: an event with its number, its moment and what it is about.
///
///     {"v":1,"seq":7,"durable":5,"account":"5012345","at":"2026-11-27T08:30:27.123456Z","mono_ns":81,
///      "event":"opened","ticket":"71","delivery":"9c00000000000001-12",...the event's own fields...,"crc":"0a1b2c3d"}
///
/// There is exactly one way to write a record, byte for byte; whatever is written in another way is not read.
/// The checksum is CRC-32C over all bytes of the line before `,"crc":`. docs/trade-log.md has every field.
public struct TradeRecord: Hashable, Sendable {
    /// Of the format; a reader of this one refuses another.
    public static let version = 1
    /// The longest line, its line feed included. The longest texts fit several times over.
    static let bytesMax = 65_536
    /// `,"crc":"0a1b2c3d"}`
    static let sealBytes = 18

    /// From 1, without a gap, over all files of the account.
    public var sequence: UInt64
    /// The number up to which all records were durable when this one was taken over: what recovery tells a
    /// batch by that a power cut left half written.
    public var durable: UInt64
    public var account: AccountNumber
    /// When it happened, to the microsecond.
    public var at: WallTime
    /// The same moment on the machine's monotonic clock.
    public var instant: Instant
    /// The position it is about; nil for the account or the daemon as a whole.
    public var ticket: Ticket?
    /// What the EA calls the message that brought it; nil for the daemon's own.
    public var delivery: Delivery?
    public var event: LogEvent

    public init(
        sequence: UInt64, durable: UInt64, account: AccountNumber, at: WallTime, instant: Instant,
        ticket: Ticket?, delivery: Delivery?, event: LogEvent
    ) {
        self.sequence = sequence
        self.durable = durable
        self.account = account
        self.at = UTC(at).time
        self.instant = instant
        self.ticket = ticket
        self.delivery = delivery
        self.event = event
    }

    /// Appends the line with its line feed.
    public func append(to bytes: inout [UInt8]) {
        withBody { body in
            bytes.append(contentsOf: body)
            Self.appendSeal(Checksum(of: body), to: &bytes)
            bytes.append(UInt8(ascii: "\n"))
        }
    }

    /// The line with its line feed.
    public var line: [UInt8] {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return bytes
    }

    /// The UTC day it happened on.
    public var day: UTCDay { UTC(at).day }

    /// Of the line.
    public var checksum: UInt32 { withBody { Checksum(of: $0).value } }

    /// The line up to its seal, in memory of its own.
    private func withBody<Value>(_ use: (UnsafeBufferPointer<UInt8>) -> Value) -> Value {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: Self.bytesMax) { memory in
            var fields = FieldEncoder(memory)
            var copy = self
            fields.open()
            copy.visit(&fields)
            return use(UnsafeBufferPointer(rebasing: UnsafeBufferPointer(memory)[..<fields.count]))
        }
    }

    /// Reads a line without its line feed.
    public init(line bytes: [UInt8], in range: Range<Int>) throws(LineDefect) {
        let read: Result<TradeRecord, LineDefect> = bytes.withUnsafeBufferPointer { bytes in
            let line = UnsafeBufferPointer(rebasing: bytes[range])
            do throws(LineDefect) {
                return .success(try TradeRecord(line))
            } catch {
                return .failure(error)
            }
        }
        self = try read.get()
    }

    private init(_ line: UnsafeBufferPointer<UInt8>) throws(LineDefect) {
        guard line.count > Self.sealBytes, line.count < Self.bytesMax else { throw .notARecord }
        let body = UnsafeBufferPointer(rebasing: line.dropLast(Self.sealBytes))
        guard let stated = Self.seal(line.suffix(Self.sealBytes)) else { throw .notARecord }
        guard Checksum(of: body).value == stated else { throw .checksum }
        var fields = FieldDecoder(body)
        fields.open()
        var record = TradeRecord(blank: .stopped)
        record.visit(&fields)
        // One way to write a record, and this must be it.
        guard fields.isComplete, record.withBody({ Self.isSame($0, body) }) else { throw .content }
        self = record
    }

    private static func isSame(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>)
        -> Bool
    {
        guard left.count == right.count, let a = left.baseAddress, let b = right.baseAddress else {
            return false
        }
        return memcmp(a, b, left.count) == 0
    }

    /// A record of that kind without content.
    init(blank name: EventName) {
        self.init(
            sequence: 0, durable: 0, account: AccountNumber(0), at: WallTime(nanoseconds: 0), instant: .zero,
            ticket: nil, delivery: nil, event: LogEvent(name))
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        var version = Self.version
        fields.count("v", &version)
        if version != Self.version { fields.fail() }
        var number = Int64(clamping: sequence)
        fields.number("seq", &number)
        if number > 0 { sequence = UInt64(number) } else { fields.fail() }
        var before = Int64(clamping: durable)
        fields.number("durable", &before)
        if before >= 0, before < number { durable = UInt64(before) } else { fields.fail() }
        var login = account.rawValue
        fields.identifier("account", &login)
        account = AccountNumber(login)
        fields.moment("at", &at)
        var nanoseconds = instant.nanoseconds
        fields.number("mono_ns", &nanoseconds)
        instant = Instant(nanoseconds: nanoseconds)
        var name = event.name
        fields.word("event", &name)
        if name != event.name { event = LogEvent(name) }
        fields.field("ticket", &ticket)
        var origin = delivery?.text
        fields.text("delivery", &origin)
        if let origin {
            guard let read = Delivery(origin) else { return fields.fail() }
            delivery = read
        }
        event.visit(&fields)
    }

    private static func appendSeal(_ checksum: Checksum, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: #","crc":""#.utf8)
        for shift in stride(from: UInt32(28), through: 0, by: -4) {
            bytes.append(FieldEncoder.hexDigit(UInt8(checksum.value >> shift & 0xF)))
        }
        bytes.append(contentsOf: #""}"#.utf8)
    }

    private static func seal(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt32? {
        guard bytes.starts(with: #","crc":""#.utf8), bytes.suffix(2).elementsEqual(#""}"#.utf8) else {
            return nil
        }
        var value: UInt32 = 0
        for byte in bytes.dropFirst(8).prefix(8) {
            guard let digit = FieldDecoder.hex(byte) else { return nil }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}

extension TradeRecord {
    /// When it happened, in UTC, for people: `2026-11-27 08:30:27.123`.
    public var clock: String {
        var text = ""
        for (index, character) in UTC(at).text.enumerated() {
            // Milliseconds are what a person can use.
            guard index < 23 else { break }
            text.append(character == "T" ? " " : character)
        }
        return text
    }
}
