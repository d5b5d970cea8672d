import Testing

@testable import Core

@Suite struct BalancePlanTests {
    private func loads(_ places: [[UInt64]]) -> [SymbolLoad] {
        var number: UInt16 = 0
        return places.enumerated().flatMap { place, events in
            events.map { count -> SymbolLoad in
                defer { number += 1 }
                return SymbolLoad(account: 0, symbol: SymbolID(number), place: place, events: count)
            }
        }
    }

    @Test func theSymbolGoesThatLeavesTheBusiestWithTheLeast() throws {
        let move = try #require(
            BalancePlan.move(for: loads([[5_000, 3_000, 100], [1_000], [2_500]]), places: 3))
        #expect(move.load.symbol == SymbolID(1))
        #expect(move.load.place == 0 && move.destination == 1)
    }

    @Test(
        arguments: [
            [[10_000], [0]],
            [[500, 499], [0]],
            [[5_000, 4_000], [8_500]],
            [[], []],
            [[10_000, 0, 0], [9_000]],
        ] as [[[UInt64]]])
    func whatWouldGainLittleStays(places: [[UInt64]]) {
        #expect(BalancePlan.move(for: loads(places), places: places.count) == nil)
    }

    /// However loads lie, moving until nothing is worth a move ends, and never with a busier busiest.
    @Test(arguments: UInt64(1)...50)
    func movingComesToAnEnd(seed: UInt64) {
        var dice = Dice(seed: seed)
        let places = Int(dice.roll(2...6))
        var all = (0..<40).map { number in
            SymbolLoad(
                account: 0, symbol: SymbolID(UInt16(number)), place: Int(dice.roll(0...Int64(places - 1))),
                events: UInt64(dice.roll(0...5_000)))
        }
        func busiest() -> UInt64 {
            (0..<places).map { place in all.filter { $0.place == place }.reduce(0) { $0 + $1.events } }.max()
                ?? 0
        }
        var moves = 0
        while let move = BalancePlan.move(for: all, places: places) {
            let before = busiest()
            guard let index = all.firstIndex(of: move.load) else { break }
            all[index].place = move.destination
            moves += 1
            #expect(busiest() <= before, "seed \(seed)")
            guard moves < 200 else { break }
        }
        #expect(moves < 200, "seed \(seed): it must end")
    }
}
