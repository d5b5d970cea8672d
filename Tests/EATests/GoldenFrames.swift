import Foundation
import Testing

/// One line of `Tests/Vectors/protocol.txt`.
struct GoldenFrame: Sendable, CustomTestStringConvertible {
    let name: String
    let bytes: [UInt8]

    /// Whether the daemon sends it: the type of its first message is 0x80 or above.
    var isDaemons: Bool { bytes.count > 32 && bytes[32] >= 0x80 }
    var testDescription: String { name }
}

enum GoldenFrames {
    static let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("Vectors/protocol.txt")

    /// Empty if the file cannot be read; a test says so.
    static func load() -> [GoldenFrame] {
        guard let text = try? String(contentsOf: file, encoding: .utf8) else { return [] }
        return text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: " ")
            guard parts.count == 2, let bytes = unhex(parts[1]) else { return nil }
            return GoldenFrame(name: String(parts[0]), bytes: bytes)
        }
    }
}

func hex(_ bytes: ArraySlice<UInt8>) -> String {
    bytes.map { byte in
        let text = String(byte, radix: 16)
        return byte < 16 ? "0" + text : text
    }.joined()
}

func unhex(_ text: Substring) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count else { return nil }
    return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
