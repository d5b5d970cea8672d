import Foundation
import TestSupport
import Testing

@testable import Daemon

/// Each file in BrokenFiles/ says in its last lines, after "#> ", what must be said about it: every problem, in the
/// order of its place, and nothing else.
@Suite struct BrokenFilesTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "BrokenFiles")

    static let names = [
        "exposure.toml", "five-mistakes.toml", "misspelt.toml", "not-toml.toml", "numbers.toml",
        "parts.toml", "profit.toml",
        "protection.toml", "selection.toml", "timed.toml", "units.toml", "whole-rule-sets.toml",
    ]

    @Test(arguments: names)
    func everyMistakeIsNamedWithItsPlace(name: String) throws {
        let document = try String(contentsOf: Self.folder.appending(path: name), encoding: .utf8)
        let expected = document.split(separator: "\n").filter { $0.hasPrefix("#> ") }.map { $0.dropFirst(3) }
        #expect(!expected.isEmpty)
        do throws(ConfigurationProblems) {
            _ = try Configuration(toml: document)
            Issue.record("\(name) is accepted")
        } catch {
            #expect(error.problems.map(\.description) == expected.map(String.init))
        }
    }

    @Test func everyFileOfTheFolderIsTried() throws {
        let found = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
        #expect(found.sorted() == Self.names)
    }

    @Test func fiveDifferentMistakesAreNamedWithFiveLines() throws {
        let path = Self.folder.appending(path: "five-mistakes.toml")
        let document = try String(contentsOf: path, encoding: .utf8)
        do throws(ConfigurationProblems) {
            _ = try Configuration(toml: document)
            Issue.record("it is accepted")
        } catch {
            #expect(Set(error.problems.map(\.place.line)).count == 5)
            #expect(error.problems.count == 5)
        }
    }
}
