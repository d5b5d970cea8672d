/// CRC-32C (Castagnoli), the checksum of a line of the trade log.
///
/// Why this one: it finds every error of up to three bits in a line of this length and every burst of up to
/// 32 bits, and it is the checksum that storage and network hardware use, so that other tools have it.
/// Source: RFC 3720, appendix B.4; polynomial 0x1EDC6F41, reflected, initial value and final xor all ones.
struct Checksum: Equatable {
    /// The checksum so far; of nothing, 0.
    private(set) var value: UInt32 = 0

    init() {}

    init(of bytes: UnsafeBufferPointer<UInt8>) { include(bytes) }

    init(of bytes: [UInt8]) { bytes.withUnsafeBufferPointer { include($0) } }

    /// Eight bytes a round: table `n` tells what a byte does that `n` more bytes follow.
    mutating func include(_ bytes: UnsafeBufferPointer<UInt8>) {
        Self.tables.withUnsafeBufferPointer { tables in
            var crc = ~value
            var index = 0
            while index + 8 <= bytes.count {
                let low = crc ^ Self.word(bytes, index)
                let high = Self.word(bytes, index + 4)
                crc =
                    tables[7 * 256 + Int(low & 0xFF)] ^ tables[6 * 256 + Int(low >> 8 & 0xFF)]
                    ^ tables[5 * 256 + Int(low >> 16 & 0xFF)] ^ tables[4 * 256 + Int(low >> 24)]
                    ^ tables[3 * 256 + Int(high & 0xFF)] ^ tables[2 * 256 + Int(high >> 8 & 0xFF)]
                    ^ tables[256 + Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
                index += 8
            }
            while index < bytes.count {
                crc = tables[Int((crc ^ UInt32(bytes[index])) & 0xFF)] ^ crc >> 8
                index += 1
            }
            value = ~crc
        }
    }

    private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UInt32 {
        UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: index, as: UInt32.self).littleEndian
    }

    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for index in 256..<tables.count {
            let shorter = tables[index - 256]
            tables[index] = tables[Int(shorter & 0xFF)] ^ shorter >> 8
        }
        return tables
    }()
}
