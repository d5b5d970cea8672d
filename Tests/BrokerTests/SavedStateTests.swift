import Broker
import Core
import Glibc
import Testing

@Suite struct SavedStateTests {
    private func venue(seed: UInt64 = 9, state: SavedState? = nil) throws -> Venue {
        let settings = Venue.Settings(seed: seed, schedule: .init(positions: 6))
        let market = Market(seed: seed)
        guard let state else { return Venue(market: market, settings: settings, start: .zero) }
        return try Venue(market: market, settings: settings, restoring: state, start: .zero)
    }

    private func played() throws -> Venue {
        let venue = try venue()
        var deliveries: [Venue.Delivery] = []
        venue.advance(to: .zero + .seconds(60), into: &deliveries)
        let first = try #require(venue.server.positions.first)
        venue.person { _ = $0.personCloses(first.ticket, at: .zero + .seconds(60)) }
        return venue
    }

    @Test func aRestoredBrokerHasTheSamePositionsDealsAndBalance() throws {
        let before = try played()
        let state = try SavedState(before.saved.encoded())
        #expect(state == before.saved)
        let after = try venue(state: state)
        #expect(after.server.positions == before.server.positions)
        #expect(after.server.deals == before.server.deals)
        #expect(after.server.balance == before.server.balance)
        let next = try #require(after.timeline.next)
        #expect(next.tick.time > before.server.time)
        #expect(next.due == .zero)
        for symbol in after.server.contracts.indices.map(SymbolIndex.init) {
            #expect(after.server.quote(symbol) == before.server.quote(symbol))
        }

        var deliveries: [Venue.Delivery] = []
        var mirror = TerminalMirror()
        after.advance(to: .zero + .seconds(60), into: &deliveries)
        for case .message(let message) in deliveries { mirror.apply(message) }
        #expect(mirror.positions == after.server.positions)
        #expect(after.server.positions.count == 6)
        #expect(after.checker.summary.positionsOpened == 1)
        let tickets = Set(after.server.deals.map(\.ticket))
        #expect(tickets.count == after.server.deals.count)
    }

    @Test func aRestoredStopIsStillTriggered() throws {
        let before = try played()
        let position = try #require(before.server.positions.first)
        let quote = try #require(before.server.quote(position.symbol))
        let stop = Price(points: quote.closing(position.side).points - 400 * position.side.sign)
        before.person {
            _ = $0.personModifies(position.ticket, stopLoss: stop, takeProfit: nil, at: .zero + .seconds(60))
        }
        let after = try venue(state: before.saved)
        after.server.quoted(
            Tick(symbol: position.symbol, time: after.server.time, quote: Quote(bid: stop, ask: stop)),
            at: .zero)
        #expect(after.server.position(position.ticket) == nil)
    }

    @Test func everyDamagedByteAndEveryShorterStateIsRefused() throws {
        let bytes = try played().saved.encoded()
        for index in bytes.indices {
            var damaged = bytes
            damaged[index] ^= 0x10
            #expect(throws: SavedState.Failure.self, "byte \(index)") { try SavedState(damaged) }
        }
        for count in 0..<bytes.count {
            #expect(throws: SavedState.Failure.self, "\(count) bytes") {
                try SavedState(Array(bytes.prefix(count)))
            }
        }
    }

    @Test func aStateOfAnotherAccountIsRefused() throws {
        var state = try played().saved
        state.account = AccountNumber(1)
        #expect(throws: SavedState.Failure.mismatch("account")) { _ = try venue(state: state) }
    }

    @Test func theFileIsReplacedWholeAndItsAbsenceIsNoError() throws {
        let folder = "/tmp/backstop-state-\(getpid())-\(UInt64.random(in: 0 ... .max))"
        try #require(mkdir(folder, 0o700) == 0)
        let file = StateFile(path: folder + "/broker.state")
        #expect(try file.load() == nil)
        let state = try played().saved
        try file.save(state)
        try file.save(state)
        #expect(try file.load() == state)
        #expect(access(folder + "/broker.state.next", F_OK) != 0)
        #expect(throws: StateFile.Failure.self) { try StateFile(path: folder + "/nowhere/x").save(state) }
    }
}
