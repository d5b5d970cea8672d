/// One execution in the account's history: the only proof of how a position opened, shrank or closed.
public struct Deal: Hashable, Sendable, BitwiseCopyable {
    public enum Kind: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case buy = 0
        case sell = 1
        /// A balance operation or another entry that trades nothing.
        case other = 2
    }

    public enum Entry: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case into = 0
        case out = 1
        /// A netting reversal: closes what was open and opens the other side.
        case inOut = 2
        /// Closed by an opposite position.
        case outBy = 3
    }

    public enum Reason: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case unknown = 0
        case client = 1
        case expert = 2
        case stopLoss = 3
        case takeProfit = 4
        case stopOut = 5
        case other = 6
    }

    public var deal: UInt64
    public var order: UInt64
    public var position: PositionID
    public var magic: Magic
    /// `nil` for an entry without one, such as a deposit.
    public var symbol: SymbolID?
    public var kind: Kind
    public var entry: Entry
    public var reason: Reason
    public var volume: Volume
    public var price: Price
    public var profit: Money
    public var commission: Money
    public var swap: Money
    public var fee: Money
    public var time: MarketTime

    public init(
        deal: UInt64, order: UInt64, position: PositionID, magic: Magic, symbol: SymbolID?, kind: Kind,
        entry: Entry, reason: Reason, volume: Volume, price: Price, profit: Money, commission: Money,
        swap: Money, fee: Money, time: MarketTime
    ) {
        self.deal = deal
        self.order = order
        self.position = position
        self.magic = magic
        self.symbol = symbol
        self.kind = kind
        self.entry = entry
        self.reason = reason
        self.volume = volume
        self.price = price
        self.profit = profit
        self.commission = commission
        self.swap = swap
        self.fee = fee
        self.time = time
    }

    init(_ fields: inout FieldReader) {
        deal = fields.u64()
        order = fields.u64()
        position = fields.positionID()
        magic = fields.magic()
        symbol = fields.optionalSymbol()
        kind = fields.choice(.other)
        entry = fields.choice(.into)
        reason = fields.choice(.unknown)
        fields.reserved8()
        volume = fields.volume()
        price = fields.price()
        profit = fields.money()
        commission = fields.money()
        swap = fields.money()
        fee = fields.money()
        time = fields.serverTime()
    }

    func write(to fields: inout FieldWriter) {
        fields.u64(deal)
        fields.u64(order)
        fields.positionID(position)
        fields.magic(magic)
        fields.symbol(symbol)
        fields.choice(kind)
        fields.choice(entry)
        fields.choice(reason)
        fields.u8(0)
        fields.volume(volume)
        fields.price(price)
        fields.money(profit)
        fields.money(commission)
        fields.money(swap)
        fields.money(fee)
        fields.serverTime(time)
    }
}
