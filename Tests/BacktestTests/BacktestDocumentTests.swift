import ArgumentParser
import Foundation
import Testing

@testable import Daemon

/// docs/backtest.md and the program say the same.
@Suite struct BacktestDocumentTests {
    private static let document: String? = try? String(
        contentsOf: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/backtest.md"), encoding: .utf8)

    @Test func everyColumnAndOptionIsDescribed() throws {
        let document = try #require(Self.document)
        let columns = PositionFile.required + PositionFile.optional + SessionFile.columns + BotEvents.columns
        for column in columns { #expect(document.contains("`\(column)`"), "\(column)") }
        let help = BacktestCommand.helpMessage(columns: 200)
        let options = help.matches(of: /--[a-z]+(-[a-z]+)*/).map { String($0.output.0) }
        #expect(options.count > 12)
        for option in Set(options).subtracting(["--help", "--version"]) {
            #expect(document.contains(option), "\(option)")
        }
    }

    @Test func everyFigureIsDescribed() throws {
        let document = try #require(Self.document)
        let scene = try BacktestScene()
        try scene.positions("1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,,")
        for entry in try scene.report().total.entries {
            let name = entry.name.split(separator: ".").first.map(String.init) ?? ""
            #expect(document.contains(name), "\(name)")
        }
    }
}
