/// What an EA says. Each is a whole statement: none needs an earlier one to be understood, except that
/// symbol numbers come from symbol specifications.
public enum TerminalMessage: Hashable, Sendable {
    case hello(Hello)
    case proof(Proof)
    case snapshotBegin(SnapshotBegin)
    case symbolSpec(SymbolSpec)
    case valuation(Valuation)
    case position(Position)
    case positionClosed(PositionClosed)
    case account(AccountState)
    case snapshotEnd(SnapshotEnd)
    case tradeEvent(TradeEvent)
    case dealHistoryBegin(DealHistoryBegin)
    case dealHistoryEnd(DealHistoryEnd)
    case minuteBars(MinuteBars)
    case minuteBarsEnd(MinuteBarsEnd)
    case tick(Tick)
    case deal(Deal)
    case result(RequestResult)
    case readBack(ReadBack)
    case heartbeat(TerminalHeartbeat)
    case guardActed(GuardActed)
    case panel(PanelPressed)

    public var type: MessageType {
        switch self {
        case .hello: .hello
        case .proof: .proof
        case .snapshotBegin: .snapshotBegin
        case .symbolSpec: .symbolSpec
        case .valuation: .valuation
        case .position: .position
        case .positionClosed: .positionClosed
        case .account: .account
        case .snapshotEnd: .snapshotEnd
        case .tradeEvent: .tradeEvent
        case .dealHistoryBegin: .dealHistoryBegin
        case .dealHistoryEnd: .dealHistoryEnd
        case .minuteBars: .minuteBars
        case .minuteBarsEnd: .minuteBarsEnd
        case .tick: .tick
        case .deal: .deal
        case .result: .result
        case .readBack: .readBack
        case .heartbeat: .terminalHeartbeat
        case .guardActed: .guardActed
        case .panel: .panel
        }
    }

    /// Stands in for what turned out malformed; never leaves the decoder.
    private static var placeholder: TerminalMessage { .proof(Proof(code: AuthenticationCode(0, 0, 0, 0))) }

    /// - Returns: `nil` if the EA never sends this type. The caller asks `fields` for faults.
    init?(_ type: MessageType, _ fields: inout FieldReader) {
        switch type {
        case .hello: self = .hello(Hello(&fields))
        case .proof: self = .proof(Proof(&fields))
        case .snapshotBegin: self = .snapshotBegin(SnapshotBegin(&fields))
        case .symbolSpec: self = .symbolSpec(SymbolSpec(&fields))
        case .valuation:
            guard let valuation = Valuation(&fields) else {
                // Amounts that are not positive.
                fields.fail(.range)
                self = TerminalMessage.placeholder
                return
            }
            self = .valuation(valuation)
        case .position: self = .position(Position(&fields))
        case .positionClosed: self = .positionClosed(PositionClosed(&fields))
        case .account: self = .account(AccountState(&fields))
        case .snapshotEnd: self = .snapshotEnd(SnapshotEnd(&fields))
        case .tradeEvent: self = TradeEvent(&fields).map(TerminalMessage.tradeEvent) ?? .placeholder
        case .dealHistoryBegin: self = .dealHistoryBegin(DealHistoryBegin(&fields))
        case .dealHistoryEnd: self = .dealHistoryEnd(DealHistoryEnd(&fields))
        case .minuteBars: self = .minuteBars(MinuteBars(&fields))
        case .minuteBarsEnd: self = .minuteBarsEnd(MinuteBarsEnd(&fields))
        case .tick: self = .tick(Tick(&fields))
        case .deal: self = .deal(Deal(&fields))
        case .result: self = .result(RequestResult(&fields))
        case .readBack: self = .readBack(ReadBack(&fields))
        case .terminalHeartbeat: self = .heartbeat(TerminalHeartbeat(&fields))
        case .guardActed: self = .guardActed(GuardActed(&fields))
        case .panel: self = .panel(PanelPressed(&fields))
        case .challenge, .welcome, .refused, .snapshotRequest, .guardPolicy, .modifyStop, .closePosition,
            .readBackRequest, .daemonHeartbeat, .acknowledged, .dealHistoryRequest, .minuteBarsRequest:
            return nil
        }
    }

    func write(to fields: inout FieldWriter) {
        switch self {
        case .hello(let body): body.write(to: &fields)
        case .proof(let body): body.write(to: &fields)
        case .snapshotBegin(let body): body.write(to: &fields)
        case .symbolSpec(let body): body.write(to: &fields)
        case .valuation(let body): body.write(to: &fields)
        case .position(let body): body.write(to: &fields)
        case .positionClosed(let body): body.write(to: &fields)
        case .account(let body): body.write(to: &fields)
        case .snapshotEnd(let body): body.write(to: &fields)
        case .tradeEvent(let body): body.write(to: &fields)
        case .dealHistoryBegin(let body): body.write(to: &fields)
        case .dealHistoryEnd(let body): body.write(to: &fields)
        case .minuteBars(let body): body.write(to: &fields)
        case .minuteBarsEnd(let body): body.write(to: &fields)
        case .tick(let body): body.write(to: &fields)
        case .deal(let body): body.write(to: &fields)
        case .result(let body): body.write(to: &fields)
        case .readBack(let body): body.write(to: &fields)
        case .heartbeat(let body): body.write(to: &fields)
        case .guardActed(let body): body.write(to: &fields)
        case .panel(let body): body.write(to: &fields)
        }
    }
}
