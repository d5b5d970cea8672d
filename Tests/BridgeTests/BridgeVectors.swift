import Foundation

/// The golden frames, by name.
enum BridgeVectors {
    static func load() throws -> [String: [UInt8]] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Vectors/protocol.txt")
        var frames: [String: [UInt8]] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
        where !line.hasPrefix("#") {
            let parts = line.split(separator: " ")
            let digits = Array(parts[1]).compactMap(\.hexDigitValue)
            frames[String(parts[0])] = stride(from: 0, to: digits.count, by: 2).map {
                UInt8(digits[$0] << 4 | digits[$0 + 1])
            }
        }
        return frames
    }
}
