import Core

extension DaemonMessage {
    /// The request that a trade command carries out; `nil` for everything that needs no lease.
    var request: RequestID? {
        switch self {
        case .modifyStop(let command): command.request
        case .closePosition(let command): command.request
        case .challenge, .welcome, .refused, .snapshotRequest, .guardPolicy, .readBackRequest, .heartbeat,
            .acknowledged, .dealHistoryRequest, .minuteBarsRequest:
            nil
        }
    }
}
