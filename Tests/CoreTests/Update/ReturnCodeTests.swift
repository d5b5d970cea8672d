import Testing

@testable import Core

@Suite struct ReturnCodeTests {
    /// Every documented code of the trade server, and what it asks of us.
    static let documented: [UInt32: ReturnCodeClass] = [
        10004: .repriced, 10006: .busy, 10007: .busy, 10008: .done, 10009: .done, 10010: .done,
        10011: .busy, 10012: .unknown, 10013: .invalid, 10014: .invalid, 10015: .repriced,
        10016: .repriced, 10017: .forbidden, 10018: .marketClosed, 10019: .forbidden, 10020: .repriced,
        10021: .repriced, 10022: .invalid, 10023: .busy, 10024: .busy, 10025: .unchanged,
        10026: .forbidden, 10027: .forbidden, 10028: .busy, 10029: .busy, 10030: .invalid,
        10031: .unknown, 10032: .forbidden, 10033: .forbidden, 10034: .forbidden, 10035: .invalid,
        10036: .gone, 10038: .invalid, 10039: .busy, 10040: .forbidden, 10041: .busy, 10042: .forbidden,
        10043: .forbidden, 10044: .forbidden, 10045: .forbidden, 10046: .forbidden,
    ]

    @Test func everyDocumentedCodeHasItsClassAndEveryOtherIsUnknown() {
        for code: UInt32 in 0...10_100 {
            #expect(ReturnCodeClass(code) == Self.documented[code] ?? .unknown, "\(code)")
        }
        #expect(ReturnCodeClass(.max) == .unknown)
    }

    /// What the guardian does with a rejection: a lease always returns, nothing unknown is sent again unread.
    @Test(arguments: documented.keys.sorted() + [0, 10005, 10037, 99_999])
    func everyRejectionEndsTheLeaseOrIsReadBack(code: UInt32) throws {
        var rig = Rig.ready(ticks: [Sample.tick(100_000)])
        rig.receive(.position(Sample.position()))
        let command = try rig.takeStop()
        rig.answer(command.request, command.ticket, .rejected, code: code)
        switch ReturnCodeClass(code) {
        case .unknown:
            rig.readBack(try rig.takeReadBack(), .rejected)
            rig.pass(.milliseconds(60))
            #expect(try rig.takeStop().request > command.request)
        case .done, .unchanged:
            #expect(rig.takeSent().isEmpty)
            rig.pass(.milliseconds(500))
            #expect(try rig.takeReadBack().request == command.request)
        case .gone:
            // Nothing more is sent to it; whether it is really gone is asked of a snapshot.
            #expect(rig.takeSent().isEmpty)
            let before = rig.resynchronizations
            rig.pass(.milliseconds(110))
            #expect(rig.takeSent().isEmpty && rig.resynchronizations == before + 1)
        case .repriced, .busy, .marketClosed, .forbidden, .invalid:
            #expect(rig.takeSent().isEmpty)
            rig.pass(.milliseconds(49))
            #expect(rig.takeSent().isEmpty)
            rig.pass(.milliseconds(1))
            #expect(try rig.takeStop().request > command.request)
        }
    }

    @Test func whatOnlyAPersonCanChangeIsAskedLessAndLessOften() {
        for (code, longest) in [(UInt32(10027), 30), (10016, 2)] {
            var rig = Rig.ready(ticks: [Sample.tick(100_000)])
            rig.receive(.position(Sample.position()))
            var sent = 0
            let hour = rig.now + .seconds(600)
            while rig.now < hour {
                for message in rig.takeSent() {
                    guard case .modifyStop(let command) = message else { continue }
                    sent += 1
                    rig.answer(command.request, command.ticket, .rejected, code: code)
                }
                rig.pass(.milliseconds(50))
            }
            #expect(sent <= 600 / longest + 12, "\(code): \(sent)")
            #expect(sent >= 600 / longest - 2, "\(code): \(sent)")
        }
    }
}
