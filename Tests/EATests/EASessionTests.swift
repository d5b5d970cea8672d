import Core
import MQL5Runtime
import Testing

/// Handshake, snapshot and events, as a daemon sees them.
@Suite struct EASessionTests {
    @Test func saysWhoItIsAndProvesIt() throws {
        let bench = try EABench()
        bench.broker.open(sl: 1.09)
        try bench.connect()
        #expect(bench.daemon.faults.isEmpty)
        guard case .hello(let hello)? = bench.daemon.heard.first else {
            Issue.record("no hello")
            return
        }
        #expect(hello.account == AccountNumber(70_007))
        #expect(hello.currency == "USD" && hello.server == "Test-Server" && hello.company == "Test Markets")
    }

    @Test func theSnapshotIsEverythingAndItsChecksumFits() throws {
        let bench = try EABench()
        let first = bench.broker.open(sl: 1.09, tp: 1.2)
        let second = bench.broker.open(side: 1, volume: 0.25, price: 1.1)
        try bench.connect()
        let types = bench.daemon.heard.map(\.type)
        #expect(types.contains(.symbolSpec) && types.contains(.account) && types.contains(.tick))
        var sum = PositionChecksum.empty
        var tickets: [UInt64] = []
        for case .position(let position) in bench.daemon.heard.prefix(while: { $0.type != .snapshotEnd }) {
            tickets.append(position.ticket.rawValue)
            sum.add(position)
        }
        #expect(tickets == [first, second])
        guard case .snapshotEnd(let end)? = bench.daemon.heard.first(where: { $0.type == .snapshotEnd })
        else { return }
        #expect(end.snapshot == 1 && end.positions == 2 && end.checksum == sum)
    }

    @Test func aTicketBeyond2To53IsKeptExactly() throws {
        let bench = try EABench()
        let ticket = bench.broker.open(sl: 1.09)
        #expect(ticket > 1 << 53)
        try bench.connect()
        #expect(bench.positions.contains { $0.ticket == Ticket(ticket) })
    }

    @Test func aSymbolWithBlanksAndOtherLettersKeepsItsName() throws {
        let bench = try EABench()
        bench.broker.open(symbol: "US Tech 100.é")
        try bench.connect()
        let names = bench.daemon.heard.compactMap { message in
            if case .symbolSpec(let spec) = message { return spec.name }
            return nil
        }
        #expect(names == ["US Tech 100.é"])
    }

    @Test func whatHappensToAPositionIsTold() throws {
        let bench = try EABench()
        try bench.connect()
        let ticket = bench.broker.open()
        bench.tradeChanged()
        try bench.run("the position is told") { bench.position(ticket) != nil }
        try bench.run("its commission is told") {
            bench.position(ticket)?.commission == Money(units: -350_000_000)
        }
        bench.broker.change(ticket) { $0.sl = 1.095 }
        bench.tradeChanged()
        try bench.run("its stop is told") { bench.position(ticket)?.stopLoss == Price(points: 109_500) }
        bench.broker.close(ticket)
        bench.tradeChanged()
        try bench.run("its end is told") { bench.daemon.heard.contains { $0.type == .positionClosed } }
        try bench.run("its deals are told") { bench.daemon.heard.count { $0.type == .deal } == 2 }
    }

    @Test func ticksCarryTheExtremesBetweenTwoLooks() throws {
        let bench = try EABench()
        bench.broker.open(sl: 1.0)
        try bench.connect()
        bench.daemon.forget()
        bench.broker.quote(bid: 1.10200, ask: 1.10210)
        bench.broker.quote(bid: 1.09800, ask: 1.09810)
        bench.broker.quote(bid: 1.10050, ask: 1.10060)
        try bench.run("the tick is told") { bench.daemon.heard.contains { $0.type == .tick } }
        guard case .tick(let tick)? = bench.daemon.heard.first(where: { $0.type == .tick }) else { return }
        #expect(tick.bid.points == 110_050 && tick.ask.points == 110_060)
        #expect(tick.bidHigh.points == 110_200 && tick.bidLow.points == 109_800)
        #expect(tick.askHigh.points == 110_210 && tick.askLow.points == 109_810)
        #expect(tick.skipped == 2)
    }

    @Test func theValueOfAMoveIsTold() throws {
        let bench = try EABench()
        bench.broker.open(sl: 1.09)
        try bench.connect()
        try bench.run("the valuation is told") { bench.daemon.heard.contains { $0.type == .valuation } }
        guard case .valuation(let value)? = bench.daemon.heard.last(where: { $0.type == .valuation }) else {
            return
        }
        #expect(value.reference.points == 1_010)
        #expect(value.buyLoss == Money(units: 1_010_00000000))
    }

    @Test func heartbeatsCarryCountAndChecksum() throws {
        let bench = try EABench()
        bench.broker.open(sl: 1.09)
        try bench.connect()
        try bench.run("heartbeats come") { bench.daemon.heard.count { $0.type == .terminalHeartbeat } > 2 }
        guard case .heartbeat(let beat)? = bench.daemon.heard.last(where: { $0.type == .terminalHeartbeat })
        else { return }
        #expect(beat.positions == 1)
    }

    @Test func aDaemonThatDoesNotKnowTheTokenIsNotObeyed() throws {
        let bench = try EABench()
        bench.daemon.token = "another token"
        try bench.run("it tries again") { bench.daemon.connections > 1 }
        #expect(!bench.daemon.heard.contains { $0.type == .proof })
        try bench.run("the chart says why") { bench.comment.contains("link token") }
    }

    @Test func aRefusalIsShownOnTheChart() throws {
        let bench = try EABench()
        bench.daemon.isObliging = false
        try bench.run("it says hello") { bench.daemon.heard.contains { $0.type == .hello } }
        bench.daemon.say(
            .refused(Refused(reason: .accountNotConfigured, explanation: "no such account here")),
            epoch: Epoch(0))
        try bench.run("the chart says why") { bench.comment.contains("no such account here") }
    }

    @Test func withoutASessionItSaysHelloAgain() throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.forget()
        bench.daemon.say(.refused(Refused(reason: .noSession, explanation: "say hello")), epoch: Epoch(0))
        try bench.connect()
        #expect(bench.daemon.connections == 1)
        #expect(bench.daemon.faults.isEmpty)
    }

    @Test func aMissingFrameDropsTheLink() throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.say(.snapshotRequest(SnapshotRequest(snapshot: 2)), skipping: 1)
        try bench.run("it connects again") { bench.daemon.connections == 2 }
        try bench.connect()
    }

    @Test(arguments: [[], [1], [UInt8](repeating: 0, count: 32), Array("BS".utf8) + [1, 1, 36, 0, 0, 0]])
    func aMalformedFrameDropsTheLink(_ bytes: [UInt8]) throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.sayBytes(bytes)
        try bench.run("it connects again") { bench.daemon.connections == 2 }
    }

    @Test func bytesThatAreNotZmtpDropTheLink() throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.write([0xFF, 0xFF, 0xFF])
        try bench.run("it connects again") { bench.daemon.connections == 2 }
    }

    @Test func aLostConnectionIsMadeAgainAndTheSnapshotWithIt() throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.forget()
        bench.daemon.drop()
        try bench.connect()
        #expect(bench.daemon.connections == 2)
    }

    @Test(arguments: [false, true]) func everyConnectionBeginsWithItsGreeting(isReset: Bool) throws {
        let bench = try EABench()
        let ticket = bench.broker.open(sl: 1.09)
        try bench.connect()
        for round in 2...5 {
            bench.daemon.forget()
            bench.daemon.drop(resetting: isReset)
            // There is something to send in every step, also in the one that finds the link broken.
            var pips = 0
            try bench.run("it connects again, round \(round)") {
                pips += 1
                bench.broker.quote(bid: 1.1 + Double(pips) * 0.00001, ask: 1.1001 + Double(pips) * 0.00001)
                bench.broker.change(ticket) { $0.swap = Double(pips) * -0.01 }
                bench.tradeChanged()
                return bench.daemon.connections == round
            }
            try bench.connect()
        }
        #expect(bench.daemon.faults.isEmpty)
    }

    @Test func aChangeOfTheChartKeepsTheBoot() throws {
        let bench = try EABench()
        try bench.connect()
        bench.changeChart()
        try bench.run("it says hello again") { bench.hellos.count == 2 }
        #expect(bench.hellos[0].bootID == bench.hellos[1].bootID)
        bench.restart()
        try bench.run("it says hello") { bench.hellos.count == 1 }
    }

    @Test func anOlderEpochIsNotAccepted() throws {
        let bench = try EABench()
        try bench.connect()
        bench.daemon.epoch = Epoch(41)
        bench.restart()
        try bench.run("the chart says why") { bench.comment.contains("older") }
        #expect(bench.hellos.first?.lastEpoch == Epoch(42))
    }

    @Test func anotherAccountStartsOver() throws {
        let bench = try EABench()
        try bench.connect()
        bench.broker.login = 80_008
        bench.daemon.forget()
        try bench.run("the other account says hello") { bench.hellos.first?.account == AccountNumber(80_008) }
    }
}

extension EABench {
    var positions: [Position] {
        daemon.heard.compactMap { message in
            if case .position(let position) = message { return position }
            return nil
        }
    }

    var hellos: [Hello] {
        daemon.heard.compactMap { message in
            if case .hello(let hello) = message { return hello }
            return nil
        }
    }

    func position(_ ticket: UInt64) -> Position? { positions.last { $0.ticket == Ticket(ticket) } }
}
