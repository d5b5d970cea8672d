/// The open positions of one account, and which of them need looking at.
///
/// Why not a dictionary of entries: an entry is large, and one step of a request changes it in several places.
/// Here a ticket is looked up once; what follows reads and changes the entry where it lies, without copying it
/// and without allocating.
///
/// A `Place` is good until the next removal: it is for use within one step and is never kept.
///
/// Invariants: `places` names every entry exactly once; `activeSlots[i]` is where `activePlaces` holds `i`, or
/// `none`. Bound: as many positions as the session admits. Owner: the account.
struct PositionTable: Sendable {
    struct Place: Hashable, Sendable, BitwiseCopyable {
        fileprivate let index: Int
    }

    private var entries: [HeldPosition] = []
    private var places: [Ticket: Int] = [:]
    private var activePlaces: [Int] = []
    private var activeSlots: [Int] = []

    private static let none = -1

    init() {}

    /// `nil` for a ticket that is not open.
    func place(of ticket: Ticket) -> Place? { places[ticket].map(Place.init) }

    /// A copy of an open position's entry; `nil` for a ticket that is not open.
    subscript(ticket: Ticket) -> HeldPosition? { places[ticket].map { entries[$0] } }

    subscript(place: Place) -> HeldPosition {
        // By address: every other way of reading one field copies the entry first. The array is not changed
        // while its owner is being read.
        @inline(__always) unsafeAddress {
            precondition(place.index < entries.count, "a place is good until the next removal")
            return unsafe entries.withUnsafeBufferPointer {
                unsafe $0.baseAddress.unsafelyUnwrapped + place.index
            }
        }
        // A coroutine that is not inlined into its caller keeps its frame on the heap; an address needs none.
        @inline(__always) unsafeMutableAddress {
            precondition(place.index < entries.count, "a place is good until the next removal")
            return unsafe entries.withUnsafeMutableBufferPointer {
                unsafe $0.baseAddress.unsafelyUnwrapped + place.index
            }
        }
    }

    var count: Int { entries.count }

    /// In no order that means anything.
    var values: [HeldPosition] { entries }

    /// In ticket order.
    var tickets: [Ticket] { places.keys.sorted() }

    /// Takes in a position whose ticket is not open.
    @discardableResult
    mutating func insert(_ entry: HeldPosition) -> Place {
        let index = entries.count
        let former = places.updateValue(index, forKey: entry.position.ticket)
        precondition(former == nil, "a ticket is open once")
        entries.append(entry)
        activeSlots.append(Self.none)
        return Place(index: index)
    }

    /// Forgets a position; the last one moves into its place.
    mutating func remove(at place: Place) {
        deactivate(place)
        let last = entries.count - 1
        places[entries[place.index].position.ticket] = nil
        if place.index != last {
            entries.swapAt(place.index, last)
            places[entries[place.index].position.ticket] = place.index
            let slot = activeSlots[last]
            activeSlots[place.index] = slot
            if slot != Self.none { activePlaces[slot] = place.index }
        }
        entries.removeLast()
        activeSlots.removeLast()
    }

    /// From here on it is among those with something under way or due.
    mutating func activate(_ place: Place) {
        guard activeSlots[place.index] == Self.none else { return }
        activeSlots[place.index] = activePlaces.count
        activePlaces.append(place.index)
    }

    mutating func deactivate(_ place: Place) {
        let slot = activeSlots[place.index]
        guard slot != Self.none else { return }
        activeSlots[place.index] = Self.none
        let last = activePlaces.removeLast()
        guard slot < activePlaces.count else { return }
        activePlaces[slot] = last
        activeSlots[last] = slot
    }

    var activeCount: Int { activePlaces.count }

    /// The active ones by number, in no order that means anything; a removal or a change of who is active may
    /// change the order.
    func activePlace(_ number: Int) -> Place { Place(index: activePlaces[number]) }

    /// In ticket order. Allocates: for what happens seldom.
    var activeTickets: [Ticket] { activePlaces.map { entries[$0].position.ticket }.sorted() }
}

/// Coded as the entries in their order and the active ones in theirs, from which all else follows.
extension PositionTable: Codable {
    private enum CodingKeys: CodingKey {
        case entries, activePlaces
    }

    init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        for entry in try container.decode([HeldPosition].self, forKey: .entries) {
            guard places[entry.position.ticket] == nil else {
                throw DecodingError.dataCorruptedError(
                    forKey: .entries, in: container, debugDescription: "a ticket is open twice")
            }
            insert(entry)
        }
        for place in try container.decode([Int].self, forKey: .activePlaces) {
            guard entries.indices.contains(place), activeSlots[place] == Self.none else {
                throw DecodingError.dataCorruptedError(
                    forKey: .activePlaces, in: container, debugDescription: "no place of an entry")
            }
            activate(Place(index: place))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(entries, forKey: .entries)
        try container.encode(activePlaces, forKey: .activePlaces)
    }
}
