import Bridge
import Core
import Testing

/// Every kind of message in every state of a session.
@Suite struct SessionStateTests {
    enum State: CaseIterable { case none, greeting, established, synchronized }

    enum Ending: Equatable {
        /// Refused with this reason; whatever session there was is gone.
        case refused(Refused.Reason)
        case challenged
        /// Established by it.
        case welcomed
        /// Taken; passed on to the owner or kept, without an answer that ends anything.
        case taken
    }

    static let kinds: [TerminalMessage] = [
        .hello(ScriptedTerminal(boot: 1).hello), .proof(Proof(code: AuthenticationCode(0, 0, 0, 0))),
        .snapshotBegin(SnapshotBegin(snapshot: 0, symbols: 0, positions: 0)), .symbolSpec(Samples.spec()),
        .position(Samples.position(1)),
        .positionClosed(
            PositionClosed(ticket: Ticket(1), identifier: PositionID(1), symbol: SymbolID(0), seen: .zero)),
        .account(Samples.account), Samples.end(id: 0, []), .tick(Samples.tick()), Samples.heartbeat(),
        .panel(PanelPressed(level: .freeze)),
        .tradeEvent(Samples.event(1)), .dealHistoryBegin(DealHistoryBegin(request: 1, deals: 0)),
        .dealHistoryEnd(DealHistoryEnd(request: 1, outcome: .complete, deals: 0, checksum: .empty)),
        .minuteBars(MinuteBars(request: 1, symbol: SymbolID(0), bars: [Samples.minute(1)])),
        .minuteBarsEnd(MinuteBarsEnd(request: 1, symbol: SymbolID(0), outcome: .complete, minutes: 0)),
        .guardActed(
            GuardActed(ticket: Ticket(1), stopLoss: nil, returnCode: 0, kind: .failed, seen: .zero)),
    ]

    private func expected(_ type: MessageType, in state: State) -> Ending {
        switch (state, type) {
        case (_, .hello): .challenged
        case (.none, _): .refused(.noSession)
        // The proof of these tests is a wrong one; the right one has tests of its own.
        case (.greeting, .proof): .refused(.token)
        case (.greeting, _): .refused(.malformed)
        case (.established, .proof), (.synchronized, .proof): .refused(.malformed)
        case (.established, _), (.synchronized, _): .taken
        }
    }

    @Test(arguments: State.allCases, kinds.indices)
    func everyMessageInEveryStateHasOneDefinedEnding(state: State, kind: Int) throws {
        let message = Self.kinds[kind]
        var bench = try LinkBench()
        var ea = ScriptedTerminal(boot: 1)
        switch state {
        case .none: break
        case .greeting:
            bench.deliver(ea.helloFrame(), from: ea)
            try bench.flush(to: &ea)
        case .established: try bench.connect(&ea)
        case .synchronized: try bench.connectWithSnapshot(&ea)
        }
        ea.heard = []
        if message.type == .hello { ea.sequence = 0 }
        try bench.say([message], &ea)
        let refusal = ea.refusals.first
        let ending: Ending =
            if let refusal { .refused(refusal) } else if ea.heard.contains(where: { $0.type == .challenge }) {
                .challenged
            } else if ea.heard.contains(where: { $0.type == .welcome }) {
                .welcomed
            } else {
                .taken
            }
        #expect(ending == expected(message.type, in: state), "\(state) \(message.type)")
        let isGone = refusal != nil || message.type == .hello
        #expect(bench.table.linkedAccounts.isEmpty == (isGone || state == .none || state == .greeting))
    }

    /// Frames of a real conversation, damaged; to return, and to stay within the bounds, is the test.
    @Test(arguments: 0..<20 as Range<UInt64>)
    func noConversationHoweverDamagedHarmsTheTable(seed: UInt64) throws {
        var random = SplitMix(seed: seed)
        var bench = try LinkBench(sessionsMax: 3)
        var terminals = (1...5 as ClosedRange<UInt64>).map {
            ScriptedTerminal(boot: $0, account: 1_000 + $0 % 3)
        }
        for _ in 0..<400 {
            let who = random.below(terminals.count)
            var bytes: [UInt8]
            switch random.below(6) {
            case 0: bytes = terminals[who].helloFrame()
            case 1: bytes = terminals[who].proofFrame()
            case 2:
                bytes = terminals[who].frame(
                    Samples.snapshot(id: terminals[who].snapshotRequests.last ?? 0))
            case 3: bytes = terminals[who].frame([.tick(Samples.tick(UInt16(random.below(3))))])
            case 4: bytes = terminals[who].frame([Self.kinds[random.below(Self.kinds.count)]])
            default: bytes = (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            }
            if random.below(4) == 0, !bytes.isEmpty {
                bytes[random.below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
            }
            bench.deliver(bytes, from: terminals[who])
            bench.outbox.send(Samples.modifyStop(1), to: AccountNumber(1_000 + UInt64(random.below(3))))
            bench.sender.outcome = [.sent, .sent, .sent, .blocked, .unreachable][random.below(5)]
            bench.advance(.milliseconds(Int64(random.below(400))))
            try bench.flush(to: &terminals[who])
            #expect(bench.table.linkedAccounts.count <= 3, "seed \(seed)")
            let accounts = bench.table.linkedAccounts
            #expect(Set(accounts).count == accounts.count, "two holders; seed \(seed)")
        }
        // Established and lost come in turn, for every account.
        var linked: Set<AccountNumber> = []
        for notice in bench.notices {
            switch notice.event {
            case .established: #expect(linked.insert(notice.account).inserted, "seed \(seed)")
            case .lost: #expect(linked.remove(notice.account) != nil, "seed \(seed)")
            case .clock, .snapshot, .message, .event, .eventsLost, .dealHistory, .minuteBars:
                #expect(linked.contains(notice.account), "seed \(seed)")
            }
        }
    }

    private struct SplitMix {
        var state: UInt64
        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }

        mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
    }
}
