import Core
import Foundation
import Testing

@testable import Daemon

/// The files in examples/ can be used as they are and do what their names say.
@Suite struct ShippedConfigurationTests {
    private static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static func rules(_ name: String) throws -> RuleSet {
        let path = root.appending(path: "examples/\(name).toml")
        let configuration = try Configuration(toml: try String(contentsOf: path, encoding: .utf8))
        #expect(configuration.mode == .shadow, "nothing is sent before a person says so")
        #expect(configuration.rules.count == 1)
        return try #require(configuration.rules.first?.rules)
    }

    private static func money(_ text: String) throws -> RuleDistance {
        try #require(Money(text).flatMap { RuleDistance($0) })
    }

    @Test func theConservativeOneBoundsWhatIsLost() throws {
        let rules = try Self.rules("conservative")
        #expect(rules.cap?.amount == Money("10.00") && rules.cap?.balanceMillionths == 5_000)
        #expect(rules.breakEven?.costs == .covered)
        #expect(rules.weekEnd != nil)
    }

    @Test func theScalperKeepsCentsThenTensThenThreeQuarters() throws {
        let rules = try Self.rules("scalper")
        #expect(rules.cap?.amount == Money("3.00"))
        #expect(rules.profitLock?.rungs.first?.at == (try Self.money("0.03")))
        #expect(rules.profitLock?.rungs.last?.at == (try Self.money("0.10")))
        #expect(rules.steps?.every == (try Self.money("0.10")))
        #expect(rules.share?.tiers.map(\.keepPermille) == [750])
    }

    @Test func theSwingOneGoesByAverageTrueRanges() throws {
        let rules = try Self.rules("swing")
        #expect(rules.bars?.period == .h1)
        #expect(rules.initial?.atrPermille == 2_500)
        #expect(rules.chandelier?.multiplePermille == 3_000)
    }

    @Test func theOneWithEveryRuleLeavesNoneOut() throws {
        let path = Self.root.appending(path: "examples/every-rule.toml")
        let text = try String(contentsOf: path, encoding: .utf8)
        for key in ConfigurationKey.all where key.path.hasPrefix("rules.") {
            #expect(key.spellings.contains { text.contains($0) }, "\(key.path)")
        }
        let settings = try Configuration(toml: text).onTrial().settings
        #expect(settings.mode == .manage)
        #expect(
            settings.selections.map(\.rules.name) == ["breakout longs", "gold", "euro", "everything else"])
    }

    @Test func aTrialNeedsACapByWhichToJudge() throws {
        let document = """
            [link]
            token_file = "/t"
            [[rules]]
            name = "bold"
            """
        let configuration = try Configuration(toml: document)
        #expect(throws: CommandFailure.self) { try configuration.onTrial() }
    }

    @Test func everyExampleIsNamedInTheDocumentation() throws {
        let document = try String(
            contentsOf: Self.root.appending(path: "docs/configuration.md"), encoding: .utf8)
        let folder = Self.root.appending(path: "examples").path
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.sorted() == ["conservative.toml", "every-rule.toml", "scalper.toml", "swing.toml"])
        for name in names { #expect(document.contains("examples/\(name)"), "\(name)") }
    }
}
