import Broker
import Core
import Foundation
import FoundationXML
import TestSupport
import Testing

@testable import Daemon

@Suite struct PictureTests {
    /// Whether a text is well-formed XML, and what is in it.
    private final class Reader: NSObject, XMLParserDelegate {
        var names: [String] = []
        var text = ""
        var classes: [String] = []

        func parser(
            _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
            qualifiedName: String?, attributes: [String: String]
        ) {
            names.append(name)
            if let style = attributes["class"] { classes.append(style) }
        }

        func parser(_ parser: XMLParser, foundCharacters string: String) { text += string }
    }

    private func read(_ svg: String) throws -> Reader {
        let reader = Reader()
        let parser = XMLParser(data: Data(svg.utf8))
        parser.delegate = reader
        try #require(parser.parse(), "\(String(describing: parser.parserError))")
        return reader
    }

    @Test func everyPositionGetsAWellFormedPictureThatSaysHowItEnded() throws {
        let scene = try BacktestScene()
        try scene.positions(
            "1,EURUSD,buy,0.10,2026-01-05 10:00:00.500,1.10000,,1.10060,",
            "2,EURUSD,sell,0.10,2026-01-05 10:00:01,1.10000,,1.00000,")
        let folder = scene.folder.path(of: "pictures")
        let command = try scene.command(
            "--positions", scene.folder.path(of: "positions.csv"), "--svg", folder)
        let report = try BacktestPlan(command).run(command.config)
        #expect(try PictureFolder.write(report, to: folder) == 2)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        #expect(names == ["1-EURUSD.svg", "2-EURUSD.svg"])
        let first = try read(try String(contentsOfFile: folder + "/1-EURUSD.svg", encoding: .utf8))
        #expect(first.text.contains("stop by profit_lock at 1.10003"))
        for style in ["price", "stop", "entry", "target", "entry-mark", "exit-mark"] {
            #expect(first.classes.contains(style), "\(style)")
        }
        // A target that lies far outside would press the price flat.
        let second = try read(try String(contentsOfFile: folder + "/2-EURUSD.svg", encoding: .utf8))
        #expect(second.classes.count { $0 == "target" } == 1, "only in the legend")
        #expect(second.text.contains("ask") && !second.text.contains("bid"))
    }

    @Test func namesCannotBreakAPicture() throws {
        var contract = Contract.known("EURUSD")
        contract.name = "A&B<\"'>\u{1}/../é"
        var position = TestedPosition(
            Broker.Position(
                recorded: RecordedOpening(
                    ticket: Ticket(7), symbol: SymbolIndex(0), side: .buy, volume: Volume.oneLot,
                    openPrice: Price(points: 100), stopLoss: nil, takeProfit: nil, commission: .zero,
                    swap: .zero, magic: .manual, comment: "", opened: MarketTime(milliseconds: 1))),
            rules: RuleSet(name: "<&>", cap: nil, allowance: CostAllowance(), trailing: nil), at: .zero,
            trailPoints: 10)
        position.trail?.add(Price(points: 100), at: MarketTime(milliseconds: 1))
        let picture = try #require(
            PositionPicture(position, contract, marketEnd: MarketTime(milliseconds: 1)))
        let reader = try read(picture.svg)
        #expect(reader.text.contains("A&B<\"'>\u{FFFD}/../é"))
        #expect(reader.text.contains("rules \"<&>\""))
        #expect(picture.fileName == "7-A_B_________.._é.svg" || !picture.fileName.contains("/"))
    }

    @Test func aPositionWithoutAQuoteHasNoPicture() {
        let position = TestedPosition(
            Broker.Position(
                recorded: RecordedOpening(
                    ticket: Ticket(7), symbol: SymbolIndex(0), side: .buy, volume: Volume.oneLot,
                    openPrice: Price(points: 100), stopLoss: nil, takeProfit: nil, commission: .zero,
                    swap: .zero, magic: .manual, comment: "", opened: MarketTime(milliseconds: 1))),
            rules: nil, at: .zero, trailPoints: 10)
        let contract = Contract.known("EURUSD")
        #expect(PositionPicture(position, contract, marketEnd: MarketTime(milliseconds: 1)) == nil)
    }
}
