import Core

/// What the owner of the machines wants sent, collected over one wake-up and flushed at its end, so that
/// the requests of one wake-up to one terminal share a frame.
///
/// Owner: the bridge thread. Keeps its storage.
public struct Outbox: Sendable {
    enum Entry: Sendable {
        case message(AccountNumber, DaemonMessage)
        case snapshot(AccountNumber)
    }

    private(set) var entries: [Entry] = []
    private(set) var adopted: Epoch?
    /// Trade commands that an epoch overtook before they were sent.
    public private(set) var withdrawn: UInt64 = 0

    public init() {}

    public var isEmpty: Bool { entries.isEmpty && adopted == nil }

    public mutating func send(_ message: DaemonMessage, to account: AccountNumber) {
        entries.append(.message(account, message))
    }

    /// Asks the terminal for everything it knows; requests that come too soon after one another are one.
    public mutating func requestSnapshot(of account: AccountNumber) {
        entries.append(.snapshot(account))
    }

    /// Puts `epoch` in force: every later frame carries it.
    ///
    /// Trade commands collected before it are withdrawn. In a frame of the later epoch the EA would execute
    /// what the latch behind that epoch forbids.
    public mutating func adopt(_ epoch: Epoch) {
        adopted = max(epoch, adopted ?? .none)
        let before = entries.count
        entries.removeAll { entry in
            switch entry {
            case .message(_, .modifyStop), .message(_, .closePosition): true
            case .message, .snapshot: false
            }
        }
        withdrawn += UInt64(before - entries.count)
    }

    mutating func clear() {
        entries.removeAll(keepingCapacity: true)
        adopted = nil
    }
}
