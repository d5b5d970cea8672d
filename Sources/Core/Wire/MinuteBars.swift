/// The daemon asks for the last minutes of a symbol, as the terminal keeps them. One question at a time: a later
/// one of the session replaces one that is not answered yet.
public struct MinuteBarsRequest: Hashable, Codable, Sendable, BitwiseCopyable {
    /// The answer carries the same number.
    public var request: UInt32
    public var symbol: SymbolID
    /// How many closed ones, 1 to `BarHistory.minutesMax`; the minute at hand comes besides.
    public var minutes: UInt32

    public init(request: UInt32, symbol: SymbolID, minutes: UInt32) {
        self.request = request
        self.symbol = symbol
        self.minutes = minutes
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        symbol = fields.symbol()
        fields.reserved16()
        minutes = fields.u32()
        if !(1...UInt32(BarHistory.minutesMax)).contains(minutes) { fields.fail(.range) }
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(request)
        fields.symbol(symbol)
        fields.u16(0)
        fields.u32(minutes)
    }
}

/// A part of the answer, the oldest first.
public struct MinuteBars: Hashable, Sendable {
    public var request: UInt32
    public var symbol: SymbolID
    /// 1 to `WireLimits.barsPerMessage`. Nothing is known of them but that their numbers are within the protocol's
    /// ranges: `BarHistory` judges them.
    public var bars: [MinuteBar]

    public init(request: UInt32, symbol: SymbolID, bars: [MinuteBar]) {
        self.request = request
        self.symbol = symbol
        self.bars = bars
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        symbol = fields.symbol()
        let count = Int(fields.u8())
        if !(1...WireLimits.barsPerMessage).contains(count) { fields.fail(.range) }
        fields.reserved8()
        bars = []
        for _ in 0..<count where fields.fault == nil { bars.append(fields.minuteBar()) }
    }

    func write(to fields: inout FieldWriter) {
        guard (1...WireLimits.barsPerMessage).contains(bars.count) else {
            fields.refuse()
            return
        }
        fields.u32(request)
        fields.symbol(symbol)
        fields.u8(UInt8(bars.count))
        fields.u8(0)
        for bar in bars { fields.minuteBar(bar) }
    }
}

/// How the answer ended.
public struct MinuteBarsEnd: Hashable, Sendable, BitwiseCopyable {
    public enum Outcome: UInt8, Hashable, Codable, Sendable, BitwiseCopyable, CaseIterable {
        /// Every minute the terminal has of those asked for, and the one at hand.
        case complete = 0
        /// The terminal has not loaded them, or has no broker: ask again later.
        case notYet = 1
        /// More time passed under the answer than its parts may lie apart: ask again.
        case changed = 2
    }

    public var request: UInt32
    public var symbol: SymbolID
    public var outcome: Outcome
    /// How many were said, over all parts.
    public var minutes: UInt32

    public init(request: UInt32, symbol: SymbolID, outcome: Outcome, minutes: UInt32) {
        self.request = request
        self.symbol = symbol
        self.outcome = outcome
        self.minutes = minutes
    }

    init(_ fields: inout FieldReader) {
        request = fields.u32()
        symbol = fields.symbol()
        outcome = fields.choice(.notYet)
        fields.reserved8()
        minutes = fields.u32()
    }

    func write(to fields: inout FieldWriter) {
        fields.u32(request)
        fields.symbol(symbol)
        fields.choice(outcome)
        fields.u8(0)
        fields.u32(minutes)
    }
}

extension FieldReader {
    fileprivate mutating func minuteBar() -> MinuteBar {
        let minute = Int64(u32())
        if minute * 60_000 > WireLimits.serverTime_ms { fail(.range) }
        return MinuteBar(
            start: MarketTime(milliseconds: minute * 60_000), high: price(), low: price(), close: price(),
            spread: Distance(points: Int64(u32())))
    }
}

extension FieldWriter {
    fileprivate mutating func minuteBar(_ bar: MinuteBar) {
        u32(UInt32(clamping: bar.start.milliseconds / 60_000))
        price(bar.high)
        price(bar.low)
        price(bar.close)
        u32(UInt32(clamping: bar.spread.points))
    }
}
