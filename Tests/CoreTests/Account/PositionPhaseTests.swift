import Testing

@testable import Core

/// What follows each event in each phase: the whole table, written down apart from the code.
@Suite struct PositionPhaseTests {
    static let phases: [PositionPhase] = [
        .opening, .open, .updating, .closing(.ordered), .closing(.reported), .closed,
    ]
    static let events: [PositionPhase.Event] = [
        .stopSent, .closeSent, .ended(.covered), .ended(.uncovered), .saidClosed, .seen(.covered),
        .seen(.uncovered), .seenClosed,
    ]

    /// A row a phase, a column an event, in the order above; `-` is a bug of ours.
    static let table = """
        updating ordered -    -       reported open     opening  closed
        updating ordered -    -       reported open     opening  closed
        -        -       open opening reported updating updating closed
        -        -       open opening reported ordered  ordered  closed
        -        -       -    -       reported open     opening  closed
        -        -       closed closed closed  -        -        closed
        """

    private static func phase(_ word: Substring) throws -> PositionPhase? {
        switch word {
        case "opening": .opening
        case "open": .open
        case "updating": .updating
        case "ordered": .closing(.ordered)
        case "reported": .closing(.reported)
        case "closed": .closed
        case "-": nil
        default: throw UnknownWord(word: String(word))
        }
    }

    struct UnknownWord: Error { let word: String }

    @Test func everyEventInEveryPhaseLeadsWhereTheTableSays() throws {
        let rows = Self.table.split(separator: "\n")
        try #require(rows.count == Self.phases.count)
        for (phase, row) in zip(Self.phases, rows) {
            let words = row.split(separator: " ")
            try #require(words.count == Self.events.count)
            for (event, word) in zip(Self.events, words) {
                let expected = try Self.phase(word)
                #expect(phase.after(event) == expected, "\(event) in \(phase)")
                guard let expected else { continue }
                var moved = phase
                moved.apply(event)
                #expect(moved == expected)
            }
        }
    }

    @Test func nothingLeadsOutOfClosed() {
        for event in Self.events {
            guard let next = PositionPhase.closed.after(event) else { continue }
            #expect(next == .closed)
        }
    }

    @Test(arguments: Lane.allCases) func aClosingPositionTakesNothingButWhatMayReplaceALateClose(lane: Lane) {
        #expect(PositionPhase.opening.takes(lane))
        #expect(PositionPhase.open.takes(lane))
        #expect(PositionPhase.updating.takes(lane))
        #expect(PositionPhase.closing(.ordered).takes(lane) == [.flatten, .cap, .firstStop].contains(lane))
        #expect(!PositionPhase.closing(.reported).takes(lane))
        #expect(!PositionPhase.closed.takes(lane))
    }
}
