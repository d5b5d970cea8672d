import Testing

@testable import Core

/// What every command of a guardian is held to, whatever the test is about.
extension Rig {
    mutating func check(_ command: ModifyStop) {
        lease(command.ticket, command.request)
        guard let position = told[command.ticket], let spec = specs[command.symbol] else {
            return violate("a stop for a position nobody has")
        }
        if let present = position.stopLoss {
            if position.side.isTighter(present, than: command.stopLoss) { violate("S1: \(command)") }
        }
        if command.expectedTakeProfit != position.takeProfit { violate("S9: \(command)") }
        if command.stopLoss.points % spec.tickSize.points != 0 { violate("off grid: \(command)") }
        if guardian.account.latch == .freeze { violate("S6: \(command)") }
        if guardian.account.mode == .shadow { violate("shadow sends nothing: \(command)") }
        guard !isBeyondSlowModel, let cap = settings.selections.first?.rules.cap, !command.isCapUnreachable,
            let valuation = valuations[command.symbol]
        else { return }
        let rules = settings.selections.first?.rules
        if SlowModel.exceeds(cap, position, command.stopLoss, valuation, rules?.allowance) {
            violate("S2: \(command)")
        }
    }

    mutating func check(_ command: ClosePosition) {
        lease(command.ticket, command.request)
        guard let position = told[command.ticket] else {
            violate("a close for a position nobody has")
            return
        }
        if command.volume > position.volume { violate("S5: more than is open") }
        if guardian.account.latch == .freeze { violate("S6: \(command)") }
    }
}
