import Testing

@testable import Core

/// Symbols that go from shard to shard while the world goes on.
@Suite struct SymbolMoveTests {
    /// Shards behind a router, each with a line of events that are stepped later: what a pool does, on one
    /// thread and at random.
    private struct Crowd {
        private var router: ShardRouter
        private var shards: [Shard]
        private var lines: [[RoutedEvent]]
        private var held: Set<Int> = []
        private var moves = 0
        private var decided: [Ticket: [(ordinal: UInt64, proposal: Proposal)]] = [:]

        init(places: Int) {
            router = ShardRouter(places: places)
            shards = Array(repeating: Shard(settings: RoutedWorld.settings()), count: places)
            lines = Array(repeating: [], count: places)
        }

        var moved: Int { moves }

        mutating func tell(_ event: ShardEvent) {
            var routed: [RoutedEvent] = []
            router.route(event, into: &routed)
            for piece in routed { lines[piece.place].append(piece) }
        }

        mutating func move(_ symbol: SymbolID, to place: Int) {
            // As the pool does: nothing may wait where the symbol goes, or it would wait for the desk too.
            guard lines[place].isEmpty, router.movePlaces == nil else { return }
            var routed: [RoutedEvent] = []
            guard router.beginMove(of: symbol, to: place, into: &routed) else { return }
            held.insert(place)
            moves += 1
            for piece in routed { lines[piece.place].append(piece) }
        }

        /// Steps the first event of a place, unless it is held back.
        mutating func step(_ place: Int) {
            guard !held.contains(place), !lines[place].isEmpty else { return }
            let piece = lines[place].removeFirst()
            var effects: [ShardEffect] = []
            shards[place].step(piece.event, at: .zero, into: &effects)
            for effect in effects {
                switch effect {
                case .propose(let proposal):
                    decided[proposal.ticket, default: []].append((piece.ordinal, proposal))
                case .released(let desk):
                    guard let first = router.finishMove(desk, causedBy: piece.ordinal) else { continue }
                    held.remove(first.place)
                    lines[first.place].insert(first, at: 0)
                }
            }
        }

        /// By the events that caused them: two shards at work on one ticket, which has changed its symbol, are
        /// in no order, and the router turns away what came too late.
        var proposals: [Ticket: [Proposal]] {
            decided.mapValues { list in
                list.enumerated().sorted { ($0.element.ordinal, $0.offset) < ($1.element.ordinal, $1.offset) }
                    .map(\.element.proposal)
            }
        }

        var isAtRest: Bool { lines.allSatisfy(\.isEmpty) }
    }

    @Test(arguments: UInt64(1)...30)
    func shardsThatHandSymbolsOverProposeWhatOneAloneWould(seed: UInt64) {
        let places = 3
        var dice = Dice(seed: seed &+ 1_000)
        var world = RoutedWorld(seed: seed)
        var single = Shard(settings: RoutedWorld.settings())
        var one: [Ticket: [Proposal]] = [:]
        var crowd = Crowd(places: places)
        for step in 0..<600 {
            let event = step == 0 ? world.snapshot() : world.next()
            var effects: [ShardEffect] = []
            single.step(event, at: .zero, into: &effects)
            for case .propose(let proposal) in effects { one[proposal.ticket, default: []].append(proposal) }
            crowd.tell(event)
            if dice.chance(30) {
                crowd.move(SymbolID(UInt16(dice.roll(0...4))), to: Int(dice.roll(0...Int64(places - 1))))
            }
            for _ in 0..<dice.roll(0...6) { crowd.step(Int(dice.roll(0...Int64(places - 1)))) }
        }
        while !crowd.isAtRest { for place in 0..<places { crowd.step(place) } }
        let many = crowd.proposals
        let differing = Set(one.keys).union(many.keys).filter { one[$0] != many[$0] }
        #expect(differing.isEmpty, "seed \(seed)")
        #expect(crowd.moved > 10, "seed \(seed): symbols must move")
        #expect(one.count > 5, "seed \(seed): the world must give rise to proposals")
    }

    @Test func aSymbolKeepsItsNewPlaceWhenItsNumberChanges() {
        var router = ShardRouter(places: 3)
        var routed: [RoutedEvent] = []
        func whole(_ names: [String]) -> ShardEvent {
            .snapshot(
                Snapshot(
                    symbols: names.enumerated().map { Sample.spec(SymbolID(UInt16($0)), name: $1) },
                    valuations: [], ticks: [], positions: []))
        }
        router.route(whole(["A", "B"]), into: &routed)
        let destination = 2
        #expect(router.beginMove(of: SymbolID(0), to: destination, into: &routed))
        #expect(!router.beginMove(of: SymbolID(1), to: destination, into: &routed), "one at a time")
        router.abandonMove()
        router.route(whole(["B", "A"]), into: &routed)
        #expect(router.place(of: SymbolID(1)) == destination)
        #expect(router.place(of: SymbolID(0)) == 1)
    }

    @Test func aDeskThatNobodyWaitsForAnyMoreIsTurnedAway() throws {
        var router = ShardRouter(places: 2)
        var shard = Shard(settings: RoutedWorld.settings())
        var routed: [RoutedEvent] = []
        var effects: [ShardEffect] = []
        let snapshot = Snapshot(
            symbols: [Sample.spec()], valuations: [], ticks: [], positions: [Sample.position()])
        router.route(.snapshot(snapshot), into: &routed)
        shard.step(.snapshot(snapshot), at: .zero, into: &effects)
        effects.removeAll()
        #expect(router.beginMove(of: SymbolID(0), to: 1, into: &routed))
        let asked = try #require(routed.last)
        router.abandonMove()
        shard.step(asked.event, at: .zero, into: &effects)
        guard case .released(let desk)? = effects.first else {
            Issue.record("the shard gives the symbol away")
            return
        }
        #expect(router.finishMove(desk, causedBy: asked.ordinal) == nil)
    }
}
