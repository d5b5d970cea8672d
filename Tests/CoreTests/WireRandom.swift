/// A seeded source of test data (SplitMix64): the same seed gives the same messages everywhere.
struct WireRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    mutating func coin() -> Bool { next() & 1 == 0 }

    /// Mostly ordinary values, sometimes the ends of the range.
    mutating func within(_ range: ClosedRange<Int64>) -> Int64 {
        switch below(8) {
        case 0: range.lowerBound
        case 1: range.upperBound
        case 2: Int64.random(in: range, using: &self)
        default:
            Int64.random(in: max(range.lowerBound, -200_000)...min(range.upperBound, 200_000), using: &self)
        }
    }

    mutating func one<T>(of all: [T]) -> T { all[below(all.count)] }
    mutating func u32() -> UInt32 { UInt32(truncatingIfNeeded: next()) }
    mutating func text() -> String {
        let alphabet: [Character] = ["a", "Z", ".", " ", "é", "例", "\u{1F600}", "\0", "\n"]
        return String((0..<below(60)).map { _ in one(of: alphabet) })
    }
}
