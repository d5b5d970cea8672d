import Core

/// What a terminal knows of its account: positions and deals, as told by the broker so far.
///
/// It lags the broker by the way of a message, and stands still while the connection is lost. Messages
/// may come twice or out of order: a position's revision decides which copy is newer. Remembers the last
/// `dealsMax` deals and the last `goneMax` closed positions.
public struct TerminalMirror: Sendable {
    public static let dealsMax = 65_536
    public static let goneMax = 4_096

    public private(set) var positions: [Position] = []
    public private(set) var deals: [Deal] = []
    public private(set) var isConnected = true
    private var gone: [PositionID] = []

    public init() {}

    public func position(_ ticket: Ticket) -> Position? { positions.first { $0.ticket == ticket } }

    /// - Returns: whether the message told anything not known before.
    @discardableResult
    public mutating func apply(_ message: ServerMessage) -> Bool {
        switch message {
        case .orderAdded, .orderDeleted, .historyAdded, .answered: return false
        case .positionChanged(let position), .positionRestated(let position): return learn(position)
        case .dealAdded(let deal, let after):
            guard remember(deal) else { return false }
            if let after { learn(after) } else { forget(deal.position) }
            return true
        case .connectionLost:
            isConnected = false
            return true
        case .connectionRestored(let current, let missed):
            isConnected = true
            positions = current
            for deal in missed { remember(deal) }
            return true
        }
    }

    @discardableResult
    private mutating func learn(_ position: Position) -> Bool {
        if let index = positions.firstIndex(where: { $0.identifier == position.identifier }) {
            guard positions[index].revision < position.revision else { return false }
            positions[index] = position
            return true
        }
        // A late copy of a position whose closing is known already.
        if gone.contains(position.identifier) { return false }
        positions.append(position)
        return true
    }

    private mutating func forget(_ identifier: PositionID) {
        positions.removeAll { $0.identifier == identifier }
        if gone.count >= Self.goneMax { gone.removeFirst(Self.goneMax / 2) }
        gone.append(identifier)
    }

    @discardableResult
    private mutating func remember(_ deal: Deal) -> Bool {
        // The deal is among the latest if it is known at all.
        if deals.suffix(256).contains(where: { $0.ticket == deal.ticket }) { return false }
        if deals.count >= Self.dealsMax { deals.removeFirst(Self.dealsMax / 2) }
        deals.append(deal)
        return true
    }
}
