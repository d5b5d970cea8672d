import Core
import Runtime

/// Passes over the fields of an event in the order of the line, to write them or to read them.
///
/// Why one description for both directions: a line is read exactly as it is written, and the two cannot
/// drift apart. A writer leaves the values alone; a reader replaces them, and after the first field that is
/// not as it must be leaves everything alone and remembers the failure.
protocol FieldVisitor {
    /// A whole number.
    mutating func number(_ key: StaticString, _ value: inout Int64?)
    /// A moment of UTC, to the microsecond.
    mutating func moment(_ key: StaticString, _ value: inout WallTime)
    /// A number that names something: written as text, because many readers of JSON hold numbers in 53 bits.
    mutating func identifier(_ key: StaticString, _ value: inout UInt64?)
    /// `value / 10^decimals` as decimal text, exactly; trailing zeros beyond `keeping` are dropped.
    mutating func decimal(_ key: StaticString, _ value: inout Int64?, decimals: Int, keeping: Int)
    mutating func text(_ key: StaticString, _ value: inout String?)
    mutating func flag(_ key: StaticString, _ value: inout Bool)
    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word?)
    /// A list of words in the order of the cases, each at most once.
    mutating func words<Word: LogWord>(_ key: StaticString, _ value: inout [Word])
    mutating func object(_ key: StaticString, _ body: (inout Self) -> Void)
    /// The value read so far cannot be.
    mutating func fail()
}

extension FieldVisitor {
    /// A field that is never null.
    private mutating func required<Value>(
        _ value: inout Value, _ visit: (inout Self, inout Value?) -> Void
    ) {
        var present: Value? = value
        visit(&self, &present)
        if let present { value = present } else { fail() }
    }

    mutating func number(_ key: StaticString, _ value: inout Int64) {
        required(&value) { $0.number(key, &$1) }
    }

    mutating func identifier(_ key: StaticString, _ value: inout UInt64) {
        required(&value) { $0.identifier(key, &$1) }
    }

    mutating func text(_ key: StaticString, _ value: inout String) {
        required(&value) { $0.text(key, &$1) }
    }

    mutating func word<Word: LogWord>(_ key: StaticString, _ value: inout Word) {
        required(&value) { $0.word(key, &$1) }
    }

    /// A count or a code: not negative.
    mutating func count(_ key: StaticString, _ value: inout Int) {
        var number = Int64(value)
        self.number(key, &number)
        if number >= 0 { value = Int(number) } else { fail() }
    }

    mutating func code(_ key: StaticString, _ value: inout UInt32) {
        var number = Int64(value)
        self.number(key, &number)
        if let code = UInt32(exactly: number) { value = code } else { fail() }
    }

    /// A price in the decimals of its symbol.
    mutating func price(_ key: StaticString, _ value: inout Price?, of symbol: TradedSymbol) {
        var points = value?.points
        decimal(key, &points, decimals: Int(symbol.digits), keeping: Int(symbol.digits))
        value = points.map { Price(points: $0) }
    }

    mutating func price(_ key: StaticString, _ value: inout Price, of symbol: TradedSymbol) {
        required(&value) { $0.price(key, &$1, of: symbol) }
    }
}

extension FieldVisitor {
    mutating func field(_ key: StaticString, _ value: inout Ticket) {
        var raw = value.rawValue
        identifier(key, &raw)
        value = Ticket(raw)
    }

    mutating func field(_ key: StaticString, _ value: inout Ticket?) {
        var raw = value?.rawValue
        identifier(key, &raw)
        value = raw.map { Ticket($0) }
    }

    mutating func field(_ key: StaticString, _ value: inout PositionID) {
        var raw = value.rawValue
        identifier(key, &raw)
        value = PositionID(raw)
    }

    mutating func field(_ key: StaticString, _ value: inout RequestID) {
        var raw = value.rawValue
        identifier(key, &raw)
        value = RequestID(raw)
    }

    mutating func field(_ key: StaticString, _ value: inout RequestID?) {
        var raw = value?.rawValue
        identifier(key, &raw)
        value = raw.map { RequestID($0) }
    }

    mutating func field(_ key: StaticString, _ value: inout Magic) {
        var raw = value.rawValue
        identifier(key, &raw)
        value = Magic(raw)
    }

    mutating func field(_ key: StaticString, _ value: inout Epoch) {
        var raw = value.rawValue
        identifier(key, &raw)
        value = Epoch(raw)
    }

    mutating func field(_ key: StaticString, _ value: inout Volume) {
        var units: Int64? = value.units
        decimal(key, &units, decimals: 8, keeping: 2)
        if let units { value = Volume(units: units) } else { fail() }
    }

    mutating func field(_ key: StaticString, _ value: inout Money?) {
        var units = value?.units
        decimal(key, &units, decimals: 8, keeping: 2)
        value = units.map { Money(units: $0) }
    }

    mutating func field(_ key: StaticString, _ value: inout Money) {
        required(&value) { $0.field(key, &$1) }
    }

    mutating func field(_ key: StaticString, _ value: inout TimeSpan) {
        var nanoseconds = value.nanoseconds
        number(key, &nanoseconds)
        value = TimeSpan(nanoseconds: nanoseconds)
    }

    mutating func field(_ key: StaticString, _ value: inout MarketTime) {
        var milliseconds = value.milliseconds
        number(key, &milliseconds)
        value = MarketTime(milliseconds: milliseconds)
    }

    mutating func field(_ key: StaticString, _ value: inout Distance) {
        var points = value.points
        number(key, &points)
        value = Distance(points: points)
    }

    mutating func field(_ key: StaticString, _ value: inout StopLimits) {
        var names = value.names
        words(key, &names)
        value = StopLimits(names: names)
    }

    /// The name of a symbol and, for the prices that follow, its decimals.
    mutating func field(_ key: StaticString, _ value: inout TradedSymbol) {
        text(key, &value.name)
        var digits = Int(value.digits)
        count("digits", &digits)
        if digits <= TradedSymbol.digitsMax { value.digits = UInt8(digits) } else { fail() }
    }
}
