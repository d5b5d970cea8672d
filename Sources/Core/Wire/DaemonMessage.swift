/// What the daemon says.
public enum DaemonMessage: Hashable, Sendable {
    case challenge(Challenge)
    case welcome(Welcome)
    case refused(Refused)
    case snapshotRequest(SnapshotRequest)
    case guardPolicy(GuardPolicy)
    case modifyStop(ModifyStop)
    case closePosition(ClosePosition)
    case readBackRequest(ReadBackRequest)
    case heartbeat(DaemonHeartbeat)
    case acknowledged(Acknowledged)
    case dealHistoryRequest(DealHistoryRequest)
    case minuteBarsRequest(MinuteBarsRequest)

    public var type: MessageType {
        switch self {
        case .challenge: .challenge
        case .welcome: .welcome
        case .refused: .refused
        case .snapshotRequest: .snapshotRequest
        case .guardPolicy: .guardPolicy
        case .modifyStop: .modifyStop
        case .closePosition: .closePosition
        case .readBackRequest: .readBackRequest
        case .heartbeat: .daemonHeartbeat
        case .acknowledged: .acknowledged
        case .dealHistoryRequest: .dealHistoryRequest
        case .minuteBarsRequest: .minuteBarsRequest
        }
    }

    /// - Returns: `nil` if the daemon never sends this type. The caller asks `fields` for faults.
    init?(_ type: MessageType, _ fields: inout FieldReader) {
        switch type {
        case .challenge: self = .challenge(Challenge(&fields))
        case .welcome: self = .welcome(Welcome(&fields))
        case .refused: self = .refused(Refused(&fields))
        case .snapshotRequest: self = .snapshotRequest(SnapshotRequest(&fields))
        case .guardPolicy: self = .guardPolicy(GuardPolicy(&fields))
        case .modifyStop: self = .modifyStop(ModifyStop(&fields))
        case .closePosition: self = .closePosition(ClosePosition(&fields))
        case .readBackRequest: self = .readBackRequest(ReadBackRequest(&fields))
        case .daemonHeartbeat: self = .heartbeat(DaemonHeartbeat(&fields))
        case .acknowledged: self = .acknowledged(Acknowledged(&fields))
        case .dealHistoryRequest: self = .dealHistoryRequest(DealHistoryRequest(&fields))
        case .minuteBarsRequest: self = .minuteBarsRequest(MinuteBarsRequest(&fields))
        case .hello, .proof, .snapshotBegin, .symbolSpec, .valuation, .position, .positionClosed, .account,
            .snapshotEnd, .tradeEvent, .dealHistoryBegin, .dealHistoryEnd, .minuteBars, .minuteBarsEnd, .tick,
            .deal, .result, .readBack, .terminalHeartbeat, .guardActed, .panel:
            return nil
        }
    }

    func write(to fields: inout FieldWriter) {
        switch self {
        case .challenge(let body): body.write(to: &fields)
        case .welcome(let body): body.write(to: &fields)
        case .refused(let body): body.write(to: &fields)
        case .snapshotRequest(let body): body.write(to: &fields)
        case .guardPolicy(let body): body.write(to: &fields)
        case .modifyStop(let body): body.write(to: &fields)
        case .closePosition(let body): body.write(to: &fields)
        case .readBackRequest(let body): body.write(to: &fields)
        case .heartbeat(let body): body.write(to: &fields)
        case .acknowledged(let body): body.write(to: &fields)
        case .dealHistoryRequest(let body): body.write(to: &fields)
        case .minuteBarsRequest(let body): body.write(to: &fields)
        }
    }

    /// No less than it takes in a frame, envelope included.
    @inline(__always)
    var bytesMax: Int {
        guard case .guardPolicy(let policy) = self else { return WireLimits.messageBytes }
        return WireLimits.envelopeBytes + min(policy.encodedBytes, WireLimits.guardPolicyBytes)
    }
}
