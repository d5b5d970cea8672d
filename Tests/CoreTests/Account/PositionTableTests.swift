import Testing

@testable import Core

@Suite struct PositionTableTests {
    private func entry(_ ticket: UInt64) -> HeldPosition {
        HeldPosition(position: Sample.position(ticket), rules: nil, firstSeen: .zero)
    }

    private func tickets(_ table: PositionTable) -> Set<UInt64> {
        Set(table.values.map(\.position.ticket.rawValue))
    }

    /// The tickets of the active ones, found through the places of all of them.
    private func active(_ table: PositionTable) -> Set<UInt64> {
        Set((0..<table.activeCount).map { table[table.activePlace($0)].ticket.rawValue })
    }

    @Test func aTicketThatIsNotOpenHasNoPlace() {
        var table = PositionTable()
        table.insert(entry(2))
        #expect(table.place(of: Ticket(1)) == nil)
        #expect(table[Ticket(1)] == nil)
        #expect(table.count == 1)
    }

    @Test func anEntryIsChangedInItsPlaceAndNoOtherWithIt() throws {
        var table = PositionTable()
        for ticket: UInt64 in 1...3 { table.insert(entry(ticket)) }
        let place = try #require(table.place(of: Ticket(2)))
        table[place].failures = 3
        #expect((1...3).map { table[Ticket(UInt64($0))]?.failures } == [0, 3, 0])
    }

    @Test func aForgottenPositionLeavesItsPlaceToAnother() throws {
        var table = PositionTable()
        for ticket: UInt64 in 1...3 { table.insert(entry(ticket)) }
        table.activate(try #require(table.place(of: Ticket(3))))
        table.remove(at: try #require(table.place(of: Ticket(1))))
        #expect(table[Ticket(1)] == nil)
        #expect(tickets(table) == [2, 3])
        #expect(active(table) == [3])
        table.insert(entry(4))
        #expect(table.tickets == [2, 3, 4].map { Ticket($0) })
        #expect(active(table) == [3])
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func itHoldsWhatADictionaryWouldHold(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var table = PositionTable()
        var model: [UInt64: Int] = [:]
        var activeModel: Set<UInt64> = []
        for step in 0..<500 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let ticket = (state >> 33) % 12 + 1
            let place = table.place(of: Ticket(ticket))
            switch ((state >> 40) % 5, place) {
            case (0, nil):
                table.insert(entry(ticket))
                model[ticket] = 0
            case (1, let place?):
                table.remove(at: place)
                model[ticket] = nil
                activeModel.remove(ticket)
            case (2, let place?):
                table.activate(place)
                activeModel.insert(ticket)
            case (3, let place?):
                table.deactivate(place)
                activeModel.remove(ticket)
            case (_, let place):
                if let place { table[place].failures = step }
                if model[ticket] != nil { model[ticket] = step }
            }
            #expect(Set(table.tickets.map(\.rawValue)) == Set(model.keys), "seed \(seed), step \(step)")
            #expect(active(table) == activeModel, "seed \(seed), step \(step)")
        }
        #expect(tickets(table) == Set(model.keys))
        for (ticket, failures) in model { #expect(table[Ticket(ticket)]?.failures == failures) }
    }
}
