import Broker
import Core
import Testing

@Suite struct VenueTests {
    /// Plays generated data in virtual time and describes everything a terminal saw.
    private func trace(seed: UInt64, faults: [FaultSpec], ticks: UInt64) -> [String] {
        let venue = Venue(
            market: Market(seed: seed),
            settings: .init(seed: seed, faults: faults, schedule: .init(positions: 5)), start: .zero)
        var deliveries: [Venue.Delivery] = []
        var mirror = TerminalMirror()
        var lines: [String] = []
        while venue.ticks < ticks {
            let now = venue.nextDue
            venue.advance(to: now, into: &deliveries)
            for delivery in deliveries {
                guard case .message(let message) = delivery else { continue }
                mirror.apply(message)
                lines.append("\(now.nanoseconds) \(message)")
                // A simple guardian: every position without a stop gets one 50 spreads away.
                guard case .dealAdded(_, let after?) = message, after.stopLoss == nil,
                    let quote = venue.server.quote(after.symbol)
                else { continue }
                let away = venue.server.contracts[after.symbol.rawValue].usualSpread * 5
                venue.submit(
                    TradeRequest(
                        action: .stops, symbol: after.symbol, position: after.ticket,
                        stopLoss: Price(points: quote.closing(after.side).points - away * after.side.sign),
                        takeProfit: after.takeProfit), at: now)
            }
            deliveries.removeAll(keepingCapacity: true)
        }
        lines.append("\(venue.server.balance.text) \(mirror.positions.count)")
        return lines
    }

    @Test func theSameSeedGivesTheSameMessages() {
        let faults = FaultName.allCases.map { FaultSpec($0) }
        let first = trace(seed: 3, faults: faults, ticks: 8_000)
        #expect(first == trace(seed: 3, faults: faults, ticks: 8_000))
        #expect(first != trace(seed: 4, faults: faults, ticks: 8_000))
        #expect(first.count > 50)
    }

    @Test func theScheduledNumberOfPositionsStaysOpen() {
        let venue = Venue(
            market: Market(seed: 5), settings: .init(seed: 5, schedule: .init(positions: 12)), start: .zero)
        var deliveries: [Venue.Delivery] = []
        venue.advance(to: .zero + .seconds(60), into: &deliveries)
        #expect(venue.server.positions.count == 12)
        for position in venue.server.positions.prefix(6) {
            venue.server.personCloses(position.ticket, at: .zero + .seconds(60))
        }
        #expect(venue.server.positions.count == 6)
        venue.advance(to: .zero + .seconds(120), into: &deliveries)
        #expect(venue.server.positions.count == 12)
        #expect(venue.server.positions.allSatisfy { $0.stopLoss == nil })
    }
}
