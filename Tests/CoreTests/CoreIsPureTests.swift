import Foundation
import Testing

/// Core decides; it must not be able to look at the world. The build keeps other modules out, this test
/// what the standard library itself would let in: clocks, randomness, floating point, hashes.
@Suite struct CoreIsPureTests {
    /// Each pattern with a line that it must catch.
    static let banned: [(pattern: String, canary: String)] = [
        (
            #"^\s*(@\w+(\(.*\))?\s+)*((public|package|internal|private)\s+)?import\b"#,
            "@testable import Glibc"
        ),
        (#"\bFoundation\b"#, "let x = Foundation.URL.self"),
        (#"\b(Double|Float|Float16|Float80|CGFloat)\b"#, "let x: Double = y"),
        (#"\b\d[\d_]*\.\d"#, "let x = 1.5"),
        (#"\b(Date|TimeInterval|DispatchTime)\b"#, "let x = Date()"),
        (#"\b(ContinuousClock|SuspendingClock|Clock|Duration)\b"#, "let x = ContinuousClock().now"),
        (#"\bSystemRandomNumberGenerator\b"#, "var x = SystemRandomNumberGenerator()"),
        (#"\.(random|shuffled|shuffle|randomElement)\("#, "let x = Int.random(in: 1...2)"),
        (#"\b(hashValue|Hasher)\b"#, "let x = key.hashValue"),
        (#"\bObjectIdentifier\b"#, "let x = ObjectIdentifier(y)"),
        (#"\b(async|await|actor|Task|Thread|Mutex|Atomic)\b"#, "await x()"),
        (#"\b(print|debugPrint|readLine|CommandLine|getenv)\b"#, "print(x)"),
        (#"\bUnsafe(Mutable)?Pointer\b"#, "let x: UnsafePointer<Int>"),
        (#"\b(fatalError|try!|as!)"#, "fatalError()"),
    ]

    static var core: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Sources/Core")
    }

    /// The code of a line: without comments and without what stands in string literals.
    static func code(_ line: String) -> String {
        let uncommented = line.replacing(/\/\/.*$/, with: "")
        return uncommented.replacing(/"([^"\\]|\\.)*"/, with: "\"\"")
    }

    static func isCaught(_ line: String, by pattern: String) throws -> Bool {
        try code(line).contains(Regex(pattern).wordBoundaryKind(.simple))
    }

    @Test func theSourcesOfCoreUseNothingFromTheWorld() throws {
        let patterns = try Self.banned.map {
            (name: $0.pattern, regex: try Regex($0.pattern).wordBoundaryKind(.simple))
        }
        let files = try #require(
            FileManager.default.enumerator(at: Self.core, includingPropertiesForKeys: nil))
        var count = 0
        for case let file as URL in files where file.pathExtension == "swift" {
            count += 1
            let lines = try String(contentsOf: file, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (number, line) in lines.enumerated() {
                let code = Self.code(String(line))
                for (name, regex) in patterns where code.contains(regex) {
                    Issue.record("\(file.lastPathComponent):\(number + 1): \(name): \(line)")
                }
            }
        }
        #expect(count > 40, "the sources were not found in \(Self.core.path())")
    }

    @Test(arguments: CoreIsPureTests.banned.indices)
    func theCanaryOfEachPatternIsCaught(index: Int) throws {
        let (pattern, canary) = Self.banned[index]
        #expect(try Self.isCaught(canary, by: pattern))
    }

    @Test func commentsAndTextAreNotCode() throws {
        #expect(try !Self.isCaught(#"let x = 1  // "import" Double"#, by: Self.banned[2].pattern))
        #expect(try !Self.isCaught(#"note("Double 1.5")"#, by: Self.banned[2].pattern))
    }
}
