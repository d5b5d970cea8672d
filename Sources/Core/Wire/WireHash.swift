/// 64-bit FNV-1a over little-endian words, as the checksums of docs/protocol.md use it.
struct WireHash {
    private(set) var value: UInt64 = 14_695_981_039_346_656_037

    /// Goes on over the eight bytes of `word`.
    mutating func mix(_ word: UInt64) {
        var rest = word
        for _ in 0..<8 {
            value = (value ^ (rest & 0xFF)) &* 1_099_511_628_211
            rest >>= 8
        }
    }
}
