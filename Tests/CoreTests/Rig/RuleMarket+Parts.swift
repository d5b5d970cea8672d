@testable import Core

/// What no partial close may do, by the test's own arithmetic.
extension RuleMarket {
    mutating func check(_ part: Volume, _ held: Position, _ now: (bid: Int64, ask: Int64)) {
        guard let ladder = shard.desks[0]?.positions.first?.rules.partialCloses else {
            failures.append("no ladder asked for \(part)")
            return
        }
        let exit = Price(points: held.side == .buy ? min(now.bid, now.ask) : max(now.bid, now.ask))
        if held.side.gain(from: held.openPrice, to: exit) <= .zero { failures.append("a part at a loss") }
        let shares = ladder.rungs.reduce(Int64(0)) { $0 + $1.sharePermille }
        let most = Int128(traded.initial.units) * Int128(shares)
        if Int128((traded.closed + part).units) * 1_000 > most {
            failures.append("more than the ladder's shares")
        }
        if part.units % spec.volumeStep.units != 0 || part < spec.volumeMin {
            failures.append("no volume for an order: \(part)")
        }
        if held.volume - part < spec.volumeMin { failures.append("too little is left of \(held.volume)") }
        if held.stopLoss == nil { failures.append("a part of a position without a stop") }
    }
}
