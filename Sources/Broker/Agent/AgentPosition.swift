import Core

/// One open position as an agent last read it from its terminal.
struct AgentPosition {
    /// Levels the broker has confirmed while the terminal's list still shows the old ones.
    struct Settling {
        var until: Instant
        var stopLoss: Price?
        var takeProfit: Price?
        var staleStop: Price?
        var staleTakeProfit: Price?
    }

    struct Levels: Equatable {
        var stopLoss: Price?
        var takeProfit: Price?
    }

    var wire: Core.Position
    let place: SymbolIndex
    var revision: UInt64
    /// Differs from what was last sent.
    var isDue = true
    /// Was there in the first scan of this program, so it may have waited long already.
    let isEarly: Bool
    /// When it lost a stop it had, on the agent's clock.
    var bareSince: Instant?
    var guardAt: Instant?
    var guardAttempts = 0
    var settling: Settling?
    /// The levels the broker was last asked to set; those are no person's.
    var asked: Levels?

    /// Whether levels just confirmed are more recent than what the list shows.
    private func isSettling(at clock: Instant) -> Settling? {
        guard let settling, clock < settling.until, wire.stopLoss == settling.staleStop,
            wire.takeProfit == settling.staleTakeProfit
        else { return nil }
        return settling
    }

    var levels: Levels { Levels(stopLoss: wire.stopLoss, takeProfit: wire.takeProfit) }

    func stopLoss(at clock: Instant) -> Price? {
        isSettling(at: clock).map(\.stopLoss) ?? wire.stopLoss
    }

    func takeProfit(at clock: Instant) -> Price? {
        isSettling(at: clock).map(\.takeProfit) ?? wire.takeProfit
    }

    mutating func settle(stopLoss: Price?, takeProfit: Price?, at clock: Instant) {
        guard wire.stopLoss != stopLoss || wire.takeProfit != takeProfit else { return }
        settling = Settling(
            until: clock + .seconds(1), stopLoss: stopLoss, takeProfit: takeProfit, staleStop: wire.stopLoss,
            staleTakeProfit: wire.takeProfit)
    }
}
