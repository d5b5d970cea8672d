import Foundation

/// The MQL5 files of this package.
enum EASources {
    static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("bridge-ea")

    /// All files, by their path under `bridge-ea`, sorted.
    static func load() throws -> [(name: String, text: String)] {
        guard let paths = FileManager.default.enumerator(atPath: root.path) else { return [] }
        var found: [(name: String, text: String)] = []
        for case let path as String in paths where path.hasSuffix(".mq5") || path.hasSuffix(".mqh") {
            let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
            found.append((path, text))
        }
        return found.sorted { $0.name < $1.name }
    }

    /// The files that are compiled together: a program and all headers.
    static func programs() throws -> [[(name: String, text: String)]] {
        let all = try load()
        let headers = all.filter { $0.name.hasSuffix(".mqh") }
        return all.filter { $0.name.hasSuffix(".mq5") }.map { headers + [$0] }
    }
}
