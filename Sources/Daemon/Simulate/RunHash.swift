import Core

/// A 128-bit fingerprint of everything that happened in a run, in order: the same on every machine.
///
/// Two lanes of multiply and rotate over little-endian words. It tells two runs apart; it is no defence
/// against forgery.
struct RunHash: Sendable {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F

    @inline(__always)
    mutating func add(_ word: UInt64) {
        first = (first ^ word) &* 0xFF51_AFD7_ED55_8CCD
        first = first << 29 | first >> 35
        second = (second &+ word) &* 0xC4CE_B9FE_1A85_EC53
        second ^= second >> 32
    }

    @inline(__always)
    mutating func add(_ word: Int64) { add(UInt64(bitPattern: word)) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        let whole = bytes.count & ~7
        var offset = 0
        while offset < whole {
            add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)))
            offset += 8
        }
        var rest: UInt64 = 0
        while offset < bytes.count {
            rest = rest << 8 | UInt64(bytes[offset])
            offset += 1
        }
        add(rest)
    }

    /// 32 hexadecimal digits.
    var text: String {
        func digits(_ word: UInt64) -> String {
            let text = String(word, radix: 16)
            return String(repeating: "0", count: 16 - text.utf8.count) + text
        }
        return digits(first ^ second >> 17) + digits(second ^ first << 11)
    }
}
