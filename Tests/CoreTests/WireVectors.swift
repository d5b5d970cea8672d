import Foundation

/// The golden frames of Tests/Vectors/protocol.txt, by name.
struct WireVectors {
    struct Vector: Sendable {
        var name: String
        var bytes: [UInt8]
        /// Whether the daemon sends it: the first message's type says so.
        var isFromDaemon: Bool { bytes.count > 32 && bytes[32] >= 0x80 }
    }

    static func load() throws -> [Vector] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/protocol.txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
            guard !line.hasPrefix("#") else { return nil }
            let parts = line.split(separator: " ")
            guard parts.count == 2, let bytes = decode(hex: parts[1]) else {
                throw Malformed(line: String(line))
            }
            return Vector(name: String(parts[0]), bytes: bytes)
        }
    }

    struct Malformed: Error { var line: String }

    private static func decode(hex: Substring) -> [UInt8]? {
        let digits = hex.utf8.compactMap { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == hex.utf8.count, digits.count.isMultiple(of: 2) else { return nil }
        return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    }
}
