import Core

/// What the holder word of a slot says; the word's top two bits tell the case.
///
///     vacant(odd) --acquire--> claimed(g) --same call--> held(g) --release--> vacant(odd)
///                                                        held(g) --limit--> reclaimed(g) --release--> vacant(odd)
///     reclaimed(g) --acquire by an urgent lane--> claimed(g')
///     vacant, held, reclaimed --close--> vacant(even) --open--> vacant(odd)
///
/// Versions only grow and request numbers never repeat, so no word ever recurs: a compare-and-set that
/// succeeds proves that nothing happened in between.
enum LeaseState: Hashable {
    /// An even version is a closed slot, an odd one an open slot without a lease.
    case vacant(version: UInt64)
    /// The taker is writing since and meta; a few instructions long.
    case claimed(RequestID)
    case held(RequestID)
    /// Timed out or its worker died; the request is being read back.
    case reclaimed(RequestID)

    /// Request numbers and versions stay below this.
    static let limit: UInt64 = 1 << 62

    init(word: UInt64) {
        let value = word & (LeaseState.limit - 1)
        switch word >> 62 {
        case 0: self = .vacant(version: value)
        case 1: self = .claimed(RequestID(value))
        case 2: self = .held(RequestID(value))
        default: self = .reclaimed(RequestID(value))
        }
    }

    var word: UInt64 {
        switch self {
        case .vacant(let version): version
        case .claimed(let request): 1 << 62 | request.rawValue
        case .held(let request): 2 << 62 | request.rawValue
        case .reclaimed(let request): 3 << 62 | request.rawValue
        }
    }
}
