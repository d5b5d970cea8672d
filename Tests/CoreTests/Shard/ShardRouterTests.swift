import Testing

@testable import Core

@Suite struct ShardRouterTests {
    /// The proposals of each position, in order, of one shard and of `places` routed ones.
    private static func run(seed: UInt64, places: Int, events: Int) -> (
        one: [Ticket: [Proposal]], many: [Ticket: [Proposal]]
    ) {
        var world = RoutedWorld(seed: seed)
        var single = Shard(settings: RoutedWorld.settings())
        var shards = Array(repeating: Shard(settings: RoutedWorld.settings()), count: places)
        var router = ShardRouter(places: places)
        var one: [Ticket: [Proposal]] = [:]
        var many: [Ticket: [Proposal]] = [:]
        var routed: [RoutedEvent] = []
        for step in 0..<events {
            let event = step == 0 ? world.snapshot() : world.next()
            var effects: [ShardEffect] = []
            single.step(event, at: .zero, into: &effects)
            for case .propose(let proposal) in effects { one[proposal.ticket, default: []].append(proposal) }
            routed.removeAll()
            router.route(event, into: &routed)
            for piece in routed {
                effects.removeAll()
                shards[piece.place].step(piece.event, at: .zero, into: &effects)
                for case .propose(let proposal) in effects {
                    // A proposal that comes back before anything else happened is never out of date.
                    #expect(router.accepts(proposal, causedBy: piece.ordinal), "seed \(seed)")
                    many[proposal.ticket, default: []].append(proposal)
                }
            }
        }
        return (one, many)
    }

    @Test(arguments: 1...12)
    func routedShardsProposeWhatOneAloneWould(seed: UInt64) {
        for places in [1, 2, 3, 7] {
            let (one, many) = Self.run(seed: seed, places: places, events: 500)
            let differing = Set(one.keys).union(many.keys).filter { one[$0] != many[$0] }
            #expect(differing.isEmpty, "seed \(seed), \(places) places")
            #expect(one.count > 5, "seed \(seed): the world must give rise to proposals")
        }
    }

    private static func move(_ ticket: UInt64) -> Proposal {
        Proposal(ticket: Ticket(ticket), action: .close(.capReached), cause: nil, risk: .zero)
    }

    private static func router(positions: [Position]) -> (ShardRouter, ordinal: UInt64) {
        var router = ShardRouter(places: 3)
        var routed: [RoutedEvent] = []
        router.route(
            .snapshot(Snapshot(symbols: [Sample.spec()], valuations: [], ticks: [], positions: positions)),
            into: &routed)
        return (router, routed.map(\.ordinal).max() ?? 0)
    }

    @Test(arguments: [
        ShardEvent.control(.manage, .pause), .settings(Sample.settings()), .linkLost,
        .snapshot(
            Snapshot(symbols: [Sample.spec()], valuations: [], ticks: [], positions: [Sample.position()])),
        .position(Sample.position(), .foreign),
        .position(Sample.position(), .regressed(from: Price(points: 1))),
        .gone(Ticket(1)),
    ])
    func aProposalFromBeforeItsPositionWasDecidedAnewIsTurnedAway(event: ShardEvent) {
        var (router, ordinal) = Self.router(positions: [Sample.position()])
        #expect(router.accepts(Self.move(1), causedBy: ordinal))
        var routed: [RoutedEvent] = []
        router.route(event, into: &routed)
        #expect(!router.accepts(Self.move(1), causedBy: ordinal))
    }

    @Test(arguments: [
        ShardEvent.tick(Sample.tick(100_000)), .symbol(Sample.spec()), .valuation(Sample.valuation()),
        .settled(Ticket(1)), .reconsider(Ticket(1), .rejected), .position(Sample.position(), .expected),
        .position(Sample.position(2), .opened), .gone(Ticket(2)),
    ])
    func aProposalOutlivesWhatDoesNotUndoIt(event: ShardEvent) {
        var (router, ordinal) = Self.router(positions: [Sample.position()])
        var routed: [RoutedEvent] = []
        router.route(event, into: &routed)
        #expect(router.accepts(Self.move(1), causedBy: ordinal))
    }

    @Test func aReversedPositionsOldProposalIsTurnedAway() {
        var (router, ordinal) = Self.router(positions: [Sample.position()])
        var routed: [RoutedEvent] = []
        router.route(.gone(Ticket(1)), into: &routed)
        router.route(.position(Sample.position(1, .sell), .opened), into: &routed)
        #expect(!router.accepts(Self.move(1), causedBy: ordinal))
        #expect(router.accepts(Self.move(1), causedBy: routed.last?.ordinal ?? 0))
    }

    @Test func symbolsSpreadOverAllPlacesAndKeepThemWhenTheirNumbersChange() {
        var router = ShardRouter(places: 3)
        var routed: [RoutedEvent] = []
        let names = (0..<9).map { "S\($0)" }
        func whole(_ order: [String]) -> ShardEvent {
            .snapshot(
                Snapshot(
                    symbols: order.enumerated().map { Sample.spec(SymbolID(UInt16($0)), name: $1) },
                    valuations: [], ticks: [], positions: []))
        }
        router.route(whole(names), into: &routed)
        let before = names.indices.map { router.place(of: SymbolID(UInt16($0))) }
        #expect((0..<3).allSatisfy { place in before.count { $0 == place } == 3 })
        router.route(whole(names.reversed()), into: &routed)
        let after = names.indices.map { router.place(of: SymbolID(UInt16($0))) }
        #expect(after == before.reversed())
    }

    @Test func aRebuiltShardKnowsMarketAndPositionsOfItsPlaceAndOfNoOther() {
        var router = ShardRouter(places: 2)
        var routed: [RoutedEvent] = []
        let other = SymbolID(1)
        let book = Snapshot(
            symbols: [Sample.spec(), Sample.spec(other, name: "XAUUSD")],
            valuations: [Sample.valuation(), Sample.valuation(other)], ticks: [],
            positions: [Sample.position(1), Sample.position(2, symbol: other)])
        router.route(.snapshot(book), into: &routed)
        router.route(.tick(Sample.tick(100_000)), into: &routed)
        router.route(.tick(Sample.tick(0)), into: &routed)
        router.route(.pace(4), into: &routed)
        routed.removeAll()
        router.rebuild(0, from: book, mode: .manage, latch: .pause, into: &routed)
        #expect(routed.map(\.place) == [0, 0, 0])
        guard case .control(.manage, .pause) = routed[0].event, case .pace(4) = routed[1].event,
            case .snapshot(let part) = routed[2].event
        else {
            Issue.record("a control event, the pace, then a snapshot: \(routed)")
            return
        }
        #expect(part.positions.map(\.ticket) == [Ticket(1)])
        #expect(part.symbols.map(\.symbol) == [SymbolID(0)])
        #expect(part.ticks == [Sample.tick(100_000)], "the last quote that can be used")
        #expect(router.symbols(at: 1) == [other])
    }

    @Test func aShardRebuiltWithoutABookIsBlind() {
        var router = ShardRouter(places: 1)
        var routed: [RoutedEvent] = []
        router.rebuild(0, from: nil, mode: .manage, latch: .none, into: &routed)
        guard case .linkLost? = routed.last?.event else {
            Issue.record("blind until the next snapshot: \(routed)")
            return
        }
    }
}
