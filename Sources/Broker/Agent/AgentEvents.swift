import Core

/// The trade events that an EA keeps until the daemon has acknowledged them.
///
/// Bound: `eventsMax`; beyond it the oldest is dropped and counted. Outlives the program, as the EA's file and the
/// terminal's own history do.
struct AgentEvents: Sendable {
    static let eventsMax = 1_024

    private struct Entry: Sendable {
        var event: TradeEvent
        /// Which symbol it names, whatever its number in a later program.
        var place: SymbolIndex?
        /// Told in the session at hand.
        var isTold = false
    }

    private var entries: [Entry] = []
    private var lastNumber: UInt64 = 0
    private(set) var dropped: UInt32 = 0

    var count: Int { entries.count }

    mutating func note(_ content: TradeEvent.Content, _ place: SymbolIndex?, boot: BootID) {
        if entries.count >= Self.eventsMax {
            entries.removeFirst()
            dropped &+= 1
        }
        lastNumber += 1
        let event = TradeEvent(boot: boot, number: lastNumber, turn: .first, content: content)
        entries.append(Entry(event: event, place: place))
    }

    mutating func acknowledge(_ kept: Acknowledged) {
        entries.removeAll { $0.event.boot == kept.boot && $0.event.number <= kept.number }
    }

    /// A snapshot was told: everything is told again after it.
    mutating func tellAgain() {
        for index in entries.indices { entries[index].isTold = false }
    }

    /// What is to be told, each once until `tellAgain`.
    ///
    /// - Parameter number: the symbol's number in the program at hand.
    mutating func takeUntold(number: (SymbolIndex) -> SymbolID) -> [TradeEvent] {
        var due: [TradeEvent] = []
        for index in entries.indices where !entries[index].isTold {
            entries[index].isTold = true
            if let place = entries[index].place { entries[index].event.content.rename(number(place)) }
            due.append(entries[index].event)
            entries[index].event.turn = .again
        }
        return due
    }

    mutating func programEnded() {
        lastNumber = 0
        dropped = 0
    }
}

extension TradeEvent.Content {
    fileprivate mutating func rename(_ symbol: SymbolID) {
        switch self {
        case .position(var position):
            position.symbol = symbol
            self = .position(position)
        case .closed(var closed):
            closed.symbol = symbol
            self = .closed(closed)
        case .deal(var deal):
            deal.symbol = symbol
            self = .deal(deal)
        case .guardActed: break
        }
    }
}
