import Core

/// Which stops and take-profits requests of ours carry to the broker, or may have: what tells our doing from a
/// person's when a position shows other levels.
///
/// A request is forgotten when the position proves it; one that ended without proof may still be executed. Bound:
/// `most` requests a position. Owner: the bridge thread.
struct CarriedLevels: Sendable {
    static let most = 9

    private var commands: [Ticket: [ModifyStop]] = [:]

    mutating func note(_ command: ModifyStop) {
        commands[command.ticket, default: []].append(command)
        if let count = commands[command.ticket]?.count, count > Self.most {
            commands[command.ticket]?.removeFirst()
        }
    }

    mutating func prove(_ request: RequestID, of ticket: Ticket) {
        commands[ticket]?.removeAll { $0.request == request }
    }

    mutating func forget(_ ticket: Ticket) { commands[ticket] = nil }

    func command(_ request: RequestID, of ticket: Ticket) -> ModifyStop? {
        commands[ticket]?.last { $0.request == request }
    }

    /// Whether a request may have placed this stop.
    func hasCarried(stop: Price?, to ticket: Ticket) -> Bool {
        guard let stop else { return false }
        return commands[ticket]?.contains { $0.stopLoss == stop } ?? false
    }

    /// Whether a request may have placed both levels at once.
    func hasCarried(stop: Price?, takeProfit: Price?, to ticket: Ticket) -> Bool {
        guard let stop else { return false }
        return commands[ticket]?.contains { $0.stopLoss == stop && $0.takeProfit == takeProfit } ?? false
    }
}
