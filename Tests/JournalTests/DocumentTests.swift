import Foundation
import Testing

@testable import Journal

/// docs/trade-log.md lists every event and every field of it, in the order of the line.
@Suite struct DocumentTests {
    private func document() throws -> String {
        let here = URL(filePath: #filePath).resolvingSymlinksInPath()
        let tests = here.deletingLastPathComponent().resolvingSymlinksInPath()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        return try String(contentsOf: root.appending(path: "docs/trade-log.md"), encoding: .utf8)
    }

    @Test(arguments: EventName.allCases)
    func everyFieldIsDocumentedInTheOrderOfTheLine(name: EventName) throws {
        let document = try document()
        let title = "### `\(name.rawValue)`\n"
        let start = try #require(document.range(of: title), "\(name.rawValue) is missing")
        let rest = document[start.upperBound...]
        let section = rest[..<(rest.range(of: "\n### ")?.lowerBound ?? rest.endIndex)]
        let documented = section.split(separator: "\n").filter { $0.hasPrefix("| `") }.flatMap { row in
            (row.split(separator: "|").first ?? "").matches(of: /`([a-z0-9_.]+)`/).map { String($0.1) }
        }
        let header = TradeRecord(blank: .stopped).fields.count - 1
        #expect(documented == TradeRecord(blank: name).fields.dropFirst(header).map(\.key))
    }

    @Test func noEventIsDocumentedThatDoesNotExist() throws {
        let titles = try document().matches(of: /### `([a-z_0-9]+)`/).map { String($0.1) }
        #expect(titles == EventName.allCases.map(\.rawValue))
    }
}
