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

    /// Every event of this start of the EA up to this number is kept: the EA may forget them.
    ///
    /// What comes in one wake-up for one start of an EA is said once, with the highest number. A lost link loses
    /// it; the EA then says the events again.
    public mutating func acknowledge(_ kept: Acknowledged, of account: AccountNumber) {
        for index in entries.indices {
            guard case .message(account, .acknowledged(let said)) = entries[index], said.boot == kept.boot
            else { continue }
            if kept.number > said.number { entries[index] = .message(account, .acknowledged(kept)) }
            return
        }
        entries.append(.message(account, .acknowledged(kept)))
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
