import Core

/// What the holder word of a slot says; the word's top two bits tell the case. `g` is a grant's number, drawn
/// from one counter of the table: request numbers alone would not do, because two accounts count by themselves.
///
///     vacant(odd) --acquire--> claimed(g) --same call--> held(g) --release--> vacant(odd)
///                                                        held(g) --limit--> reclaimed(g) --release--> vacant(odd)
///     reclaimed(g) --acquire by an urgent lane--> claimed(g')
///     vacant, held, reclaimed --close--> vacant(even) --open--> vacant(odd)
///
/// No grant's number is used twice, so a compare-and-set from `held(g)` or `reclaimed(g)` that succeeds proves
/// that the slot has not changed hands since it was read.
enum LeaseState: Hashable {
    /// An even version is a closed slot, an odd one an open slot without a lease.
    case vacant(version: UInt64)
    /// The taker is writing since and meta; a few instructions long.
    case claimed(UInt64)
    case held(UInt64)
    /// Timed out or its worker died; the request is being read back.
    case reclaimed(UInt64)

    /// Whether somebody has the lease, on time or not.
    var isGranted: Bool {
        switch self {
        case .held, .reclaimed: true
        case .vacant, .claimed: false
        }
    }

    /// Grants and versions stay below this.
    static let limit: UInt64 = 1 << 62

    init(word: UInt64) {
        let value = word & (LeaseState.limit - 1)
        switch word >> 62 {
        case 0: self = .vacant(version: value)
        case 1: self = .claimed(value)
        case 2: self = .held(value)
        default: self = .reclaimed(value)
        }
    }

    var word: UInt64 {
        switch self {
        case .vacant(let version): version
        case .claimed(let grant): 1 << 62 | grant
        case .held(let grant): 2 << 62 | grant
        case .reclaimed(let grant): 3 << 62 | grant
        }
    }
}
