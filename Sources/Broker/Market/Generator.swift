/// Repeatable pseudo-random numbers: the same seed gives the same sequence on every machine.
///
/// Why an own one (SplitMix64): the system generator cannot be replayed, and its whole state is one
/// number, so that a saved broker goes on where it stopped. Integers only: nothing depends on a
/// machine's floating point. Not for secrets.
public struct Generator: Sendable, Equatable {
    public private(set) var state: UInt64

    public init(seed: UInt64) { state = seed }

    /// An independent sequence for one purpose, so that drawing more for one leaves the others alone.
    public init(seed: UInt64, purpose: UInt64) {
        var mixer = Generator(seed: seed &+ purpose &* 0xD1B5_4A32_D192_ED03)
        _ = mixer.next()
        state = mixer.next()
    }

    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in `0 ..< bound`; 0 for a bound of 0. The bias is below `bound / 2^64`.
    public mutating func below(_ bound: UInt64) -> UInt64 {
        next().multipliedFullWidth(by: bound).high
    }

    /// Uniform in `low ... high`; `low` when the range is empty.
    public mutating func between(_ low: Int64, _ high: Int64) -> Int64 {
        guard high > low else { return low }
        return low &+ Int64(truncatingIfNeeded: below(UInt64(bitPattern: high &- low) &+ 1))
    }

    /// True in `partsPerMillion` of a million draws. Always draws once, unless the answer is certain.
    public mutating func happens(partsPerMillion: UInt64) -> Bool {
        if partsPerMillion == 0 { return false }
        if partsPerMillion >= 1_000_000 { return true }
        return below(1_000_000) < partsPerMillion
    }

    /// Roughly normal with mean 0 and standard deviation `deviation`: the sum of three uniform draws,
    /// whose spread is exactly that of the requested one.
    public mutating func bell(deviation: Int64) -> Int64 {
        between(-deviation, deviation) + between(-deviation, deviation) + between(-deviation, deviation)
    }
}
