import Testing

@testable import Core

@Suite struct PositionTableTests {
    private func entry(_ ticket: UInt64) -> HeldPosition {
        HeldPosition(position: Sample.position(ticket), rules: nil, firstSeen: .zero)
    }

    private func tickets(_ table: PositionTable) -> Set<UInt64> {
        Set(table.values.map(\.position.ticket.rawValue))
    }

    @Test func aTicketThatIsNotOpenHasNoEntryAndIsNotMadeByChangingIt() {
        var table = PositionTable()
        table[Ticket(1)]?.failures = 3
        #expect(table[Ticket(1)] == nil)
        #expect(table.count == 0)
    }

    @Test func anEntryIsChangedInPlaceAndNoOtherWithIt() {
        var table = PositionTable()
        for ticket: UInt64 in 1...3 { table[Ticket(ticket)] = entry(ticket) }
        table[Ticket(2)]?.failures = 3
        #expect((1...3).map { table[Ticket(UInt64($0))]?.failures } == [0, 3, 0])
    }

    @Test func aForgottenPositionLeavesItsPlaceToAnother() {
        var table = PositionTable()
        for ticket: UInt64 in 1...3 { table[Ticket(ticket)] = entry(ticket) }
        table[Ticket(2)] = nil
        table[Ticket(2)] = nil
        #expect(table[Ticket(2)] == nil)
        #expect(tickets(table) == [1, 3])
        table[Ticket(4)] = entry(4)
        #expect(table.count == 3)
        #expect(tickets(table) == [1, 3, 4])
        #expect(table[Ticket(4)]?.position.ticket == Ticket(4))
    }

    @Test(arguments: 0..<20 as Range<UInt64>)
    func itHoldsWhatADictionaryWouldHold(seed: UInt64) {
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        var table = PositionTable()
        var model: [UInt64: Int] = [:]
        for step in 0..<500 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let ticket = (state >> 33) % 12 + 1
            switch (state >> 40) % 3 {
            case 0:
                table[Ticket(ticket)] = entry(ticket)
                model[ticket] = 0
            case 1:
                table[Ticket(ticket)] = nil
                model[ticket] = nil
            default:
                table[Ticket(ticket)]?.failures = step
                if model[ticket] != nil { model[ticket] = step }
            }
            #expect(Set(table.keys.map(\.rawValue)) == Set(model.keys), "seed \(seed), step \(step)")
        }
        #expect(tickets(table) == Set(model.keys))
        for (ticket, failures) in model { #expect(table[Ticket(ticket)]?.failures == failures) }
    }
}
