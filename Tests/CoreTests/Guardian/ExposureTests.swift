import Testing

@testable import Core

/// The limits on all positions together.
@Suite struct ExposureTests {
    private func settings(_ exposure: ExposureLimits, _ mode: ControlMode = .manage) -> Settings {
        var settings = Sample.settings(mode, Sample.rules(cap: Sample.cap(100)))
        settings.exposure = exposure
        return settings
    }

    /// On day 8.
    private let tick = Sample.tick(100_000, time: 8 * 86_400_000 + 3_600_000)

    /// Once the server's clock is known.
    private func ready(
        _ settings: Settings, positions: [Position] = [], day kept: DayState? = nil
    ) -> Rig {
        var rig = Rig.ready(settings, positions: positions, ticks: [tick], day: kept)
        rig.receive(.tick(tick))
        return rig
    }

    private func whole(_ amount: Int64) -> Money { Money(units: amount * Money.unitsPerWhole) }

    private func state(balance: Int64, equity: Int64) -> TerminalMessage {
        .account(
            AccountState(
                balance: whole(balance), equity: whole(equity), margin: .zero, marginFree: .zero,
                permissions: .all))
    }

    private func lossLimit(_ most: Int64, _ action: ExposureLimits.Action = .freeze) -> ExposureLimits {
        ExposureLimits(dailyLoss: ExposureLimits.DailyLoss(most: whole(most), action: action))
    }

    @Test func aDaysLossThatReachesItsLimitLatches() {
        var rig = ready(settings(lossLimit(500)))
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.pass(.seconds(1))
        rig.receive(state(balance: 9_800, equity: 9_501))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .none)
        rig.receive(state(balance: 9_800, equity: 9_500))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .freeze)
        #expect(rig.guardian.account.counters.limitsReached == 1)
    }

    @Test func aLimitIsSaidOnceADaySoThatAPersonsResumeStands() {
        var rig = ready(settings(lossLimit(500, .pause)))
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.pass(.seconds(1))
        rig.receive(state(balance: 10_000, equity: 9_000))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .pause)
        rig.latch(.none)
        rig.receive(state(balance: 10_000, equity: 8_000))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .none)
        #expect(rig.guardian.account.counters.limitsReached == 1)
    }

    @Test func theDaysBeginningAndWhatWasDoneAboutItOutliveTheDaemon() {
        let settings = settings(lossLimit(500, .pause))
        var rig = ready(settings)
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.receive(state(balance: 9_700, equity: 9_700))
        rig.pass(.seconds(1))
        #expect(rig.day?.balance == whole(10_000))

        var next = ready(settings, day: rig.day)
        next.receive(state(balance: 9_700, equity: 9_500))
        next.pass(.seconds(1))
        #expect(next.guardian.account.latch == .pause, "500 of the day's loss, 200 of the run's")
        #expect(next.day?.isLossReached == true)

        var last = ready(settings, day: next.day)
        last.receive(state(balance: 9_700, equity: 9_400))
        last.pass(.seconds(1))
        #expect(last.guardian.account.latch == .none, "a person's resume stands")
        last.receive(.tick(Sample.tick(100_000, time: tick.time.milliseconds + 86_400_000)))
        #expect(last.day == DayState(day: 9, used: 0, balance: whole(9_700)))
    }

    @Test func yesterdaysBeginningMeansNothingBeforeTheServersClockIsKnown() {
        let kept = DayState(day: 7, used: 3, balance: whole(20_000))
        var rig = Rig.ready(settings(lossLimit(500)), ticks: [], day: kept)
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.pass(.seconds(1))
        rig.receive(.tick(tick))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .none)
        #expect(rig.day?.balance == whole(10_000))
    }

    @Test func aTerminalThatHasNotLoggedInYetShowsNoBalance() {
        var rules = Sample.rules()
        rules.cap = LossCap(amount: whole(100), balanceMillionths: 10_000)
        var rig = Rig.ready(
            Sample.settings(.manage, rules), positions: [Sample.position(1, stop: 99_950)], ticks: [tick])
        rig.receive(state(balance: 0, equity: 0))
        #expect(rig.takeSent().isEmpty, "one percent of nothing is not a cap")
        rig.receive(state(balance: 4_000, equity: 4_000))
        #expect(!rig.takeSent().isEmpty, "one percent of 4,000 is")
    }

    @Test func aShadowOnlySaysThatALimitIsReached() {
        var rig = ready(settings(lossLimit(500, .flatten), .shadow))
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.pass(.seconds(1))
        rig.receive(state(balance: 10_000, equity: 9_000))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .none)
        #expect(rig.guardian.account.counters.limitsReached == 1)
    }

    @Test func theWorstCasesOfAllPositionsTogetherAreLimitedToo() {
        let exposure = ExposureLimits(openRisk: ExposureLimits.OpenRisk(most: whole(150), action: .pause))
        var rig = ready(settings(exposure), positions: [Sample.position(1, stop: 99_950)])
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.openRisk == whole(50))
        rig.receive(.position(Sample.position(2, stop: 99_920)))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.openRisk == whole(130))
        #expect(rig.guardian.account.latch == .none)
        rig.receive(.position(Sample.position(3)))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .pause, "one without a stop counts with its cap")
    }

    @Test func limitsThatLimitNothingCannotBeBuilt() {
        #expect(ExposureLimits.OpenRisk(most: .zero, action: .pause) == nil)
        #expect(ExposureLimits.DailyLoss(most: .zero, action: .pause) == nil)
        #expect(ExposureLimits.DailyLoss(most: whole(1), balanceMillionths: 0, action: .pause) == nil)
        let share = ExposureLimits.DailyLoss(most: whole(500), balanceMillionths: 10_000, action: .pause)
        #expect(share?.limit(from: whole(10_000)) == whole(100))
        #expect(share?.limit(from: whole(90_000)) == whole(500))
    }
}
