import Testing

@testable import Core

/// A profit lock that adds little is not read back by itself; all else about it stays as it is.
@Suite struct LowRiskLockTests {
    /// 0.50 of account money; with one lot and one unit of money a point, everything is above it.
    private static let rules = Sample.rules(
        cap: Sample.cap(10_000), profitLock: Sample.ladder([(at: 50, lock: 20), (at: 80, lock: 40)]))

    /// A hundredth of a lot: 20 points are 0.20.
    private static func rig(lots: Int64, limit: Money? = nil) -> Rig {
        let flow = limit.map { FlowLimits(lowRiskLock: $0) } ?? .standard
        let settings = Settings(
            mode: .manage, selections: [.init(filter: PositionFilter(), rules: rules)], flow: flow)
        var rig = Rig.ready(
            settings, positions: [Sample.position(1, lots: lots, stop: 100_020)],
            ticks: [Sample.tick(100_060)])
        rig.tick(100_060)
        return rig
    }

    private static func answered(_ rig: inout Rig) throws -> ModifyStop {
        rig.tick(100_090)
        let command = try rig.takeStop()
        #expect(command.lane == .profitLock && command.stopLoss == Price(points: 100_040))
        rig.pass(.milliseconds(40))
        rig.answer(command.request, command.ticket, .done, code: 10009)
        return command
    }

    @Test func aLockThatKeepsMuchMoreIsReadBackAfterAHundredMilliseconds() throws {
        var rig = Self.rig(lots: 100)
        let command = try Self.answered(&rig)
        rig.pass(.milliseconds(99))
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(1))
        #expect(try rig.takeReadBack().request == command.request)
    }

    @Test func aLockThatKeepsLittleMoreIsProvenByThePositionsOwnEventAlone() throws {
        var rig = Self.rig(lots: 1)
        let command = try Self.answered(&rig)
        rig.pass(.milliseconds(900))
        #expect(rig.takeSent().isEmpty, "nothing is read back")
        #expect(rig.counters.stopsConfirmed == 0, "and nothing is taken as done without the event")
        rig.confirm(command)
        #expect(rig.counters.stopsConfirmed == 1)
        #expect(rig.counters.stopsUnknown == 0)
    }

    @Test func theLimitItselfIsNotLittle() throws {
        // 20 points of a hundredth of a lot are 0.20.
        var atLimit = Self.rig(lots: 1, limit: Money(units: 20_000_000))
        _ = try Self.answered(&atLimit)
        atLimit.pass(.milliseconds(100))
        _ = try atLimit.takeReadBack()
        var below = Self.rig(lots: 1, limit: Money(units: 20_000_001))
        _ = try Self.answered(&below)
        below.pass(.milliseconds(100))
        #expect(below.takeSent().isEmpty)
    }

    @Test func anUnansweredOneIsReadBackAtItsDeadlineAsAnyOther() throws {
        var rig = Self.rig(lots: 1)
        rig.tick(100_090)
        let command = try rig.takeStop()
        rig.pass(.milliseconds(999))
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(1))
        #expect(try rig.takeReadBack().request == command.request)
    }

    @Test func oneWhoseEventNeverComesIsAskedAboutBeforeItsLeaseIsOverdue() throws {
        var rig = Self.rig(lots: 1)
        let command = try Self.answered(&rig)
        rig.pass(.milliseconds(4_999))
        #expect(rig.takeSent().isEmpty)
        rig.pass(.milliseconds(1))
        #expect(try rig.takeReadBack().request == command.request)
        #expect(rig.counters.leaseTimeouts == 0)
    }

    @Test func oneThatTheChecksumContradictsIsProvenByTheSnapshot() throws {
        var rig = Self.rig(lots: 1)
        let command = try Self.answered(&rig)
        rig.heartbeat(matching: false)
        #expect(rig.resynchronizations == 1)
        rig.snapshot(
            [Sample.position(1, lots: 1, stop: command.stopLoss.points)], ticks: [Sample.tick(100_090)])
        #expect(rig.counters.stopsConfirmed == 1)
    }
}
