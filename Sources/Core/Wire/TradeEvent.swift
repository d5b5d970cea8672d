/// Something that happened to a position or to the account, told for the record: the EA says it until the daemon
/// has acknowledged it.
///
/// It repeats what the EA also says as state (a position that changed, one that closed), so the machines decide
/// by the state alone, and a late or repeated event can never set them back.
///
/// Its name is the start of the EA that saw it and a number that only grows within that start, without gaps but
/// for what the EA had to drop. Told again, even by a later start of the EA, it keeps its name.
public struct TradeEvent: Hashable, Sendable {
    public enum Content: Hashable, Sendable {
        /// Opened, or its volume or its levels changed other than as the EA was asked to set them.
        case position(Position)
        case closed(PositionClosed)
        case deal(Deal)
        case guardActed(GuardActed)
    }

    public enum Turn: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
        case first = 0
        /// Sent before, and not acknowledged in time.
        case again = 1
    }

    public var boot: BootID
    /// From 1.
    public var number: UInt64
    public var turn: Turn
    public var content: Content

    public init(boot: BootID, number: UInt64, turn: Turn, content: Content) {
        self.boot = boot
        self.number = number
        self.turn = turn
        self.content = content
    }

    public var name: Acknowledged { Acknowledged(boot: boot, number: number) }

    /// - Returns: `nil` if the type inside is not that of an event; `fields` has the fault then.
    init?(_ fields: inout FieldReader) {
        boot = BootID(fields.u64())
        number = fields.u64()
        if number == 0 { fields.fail(.range) }
        turn = fields.choice(.first)
        let type = MessageType(rawValue: fields.u8())
        fields.reserved16()
        switch type {
        case .position: content = .position(Position(&fields))
        case .positionClosed: content = .closed(PositionClosed(&fields))
        case .deal: content = .deal(Deal(&fields))
        case .guardActed: content = .guardActed(GuardActed(&fields))
        case nil, .hello, .proof, .snapshotBegin, .symbolSpec, .valuation, .account, .snapshotEnd,
            .tradeEvent, .dealHistoryBegin, .dealHistoryEnd, .minuteBars, .minuteBarsEnd, .tick, .result,
            .readBack, .terminalHeartbeat, .panel, .challenge, .welcome, .refused, .snapshotRequest,
            .guardPolicy, .modifyStop, .closePosition, .readBackRequest, .daemonHeartbeat, .acknowledged,
            .dealHistoryRequest, .minuteBarsRequest:
            fields.fail(.enumeration)
            return nil
        }
    }

    func write(to fields: inout FieldWriter) {
        fields.u64(boot.rawValue)
        fields.u64(number)
        fields.choice(turn)
        fields.u8(content.type.rawValue)
        fields.u16(0)
        switch content {
        case .position(let body): body.write(to: &fields)
        case .closed(let body): body.write(to: &fields)
        case .deal(let body): body.write(to: &fields)
        case .guardActed(let body): body.write(to: &fields)
        }
    }
}

extension TradeEvent.Content {
    /// The message whose body stands inside the event.
    public var type: MessageType {
        switch self {
        case .position: .position
        case .closed: .positionClosed
        case .deal: .deal
        case .guardActed: .guardActed
        }
    }

    /// The symbol it names, if it names one.
    public var symbol: SymbolID? {
        switch self {
        case .position(let position): position.symbol
        case .closed(let closed): closed.symbol
        case .deal(let deal): deal.symbol
        case .guardActed: nil
        }
    }
}
