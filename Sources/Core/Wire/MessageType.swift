/// The first byte of every message. Below 0x80 the EA speaks, from 0x80 the daemon.
public enum MessageType: UInt8, Hashable, Sendable, BitwiseCopyable, CaseIterable {
    case hello = 0x01
    case proof = 0x02
    case snapshotBegin = 0x10
    case symbolSpec = 0x11
    case valuation = 0x12
    case position = 0x13
    case positionClosed = 0x14
    case account = 0x15
    case snapshotEnd = 0x16
    case tradeEvent = 0x17
    case dealHistoryBegin = 0x18
    case dealHistoryEnd = 0x19
    case minuteBars = 0x1A
    case minuteBarsEnd = 0x1B
    case tick = 0x20
    case deal = 0x21
    case result = 0x22
    case readBack = 0x23
    case terminalHeartbeat = 0x24
    case guardActed = 0x25
    case panel = 0x26

    case challenge = 0x81
    case welcome = 0x82
    case refused = 0x83
    case snapshotRequest = 0x84
    case guardPolicy = 0x85
    case modifyStop = 0x86
    case closePosition = 0x87
    case readBackRequest = 0x88
    case daemonHeartbeat = 0x89
    case acknowledged = 0x8A
    case dealHistoryRequest = 0x8B
    case minuteBarsRequest = 0x8C
}
