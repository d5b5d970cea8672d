import Testing

@testable import Core

/// The limits on all positions together.
@Suite struct ExposureTests {
    private func settings(_ exposure: ExposureLimits, _ mode: ControlMode = .manage) -> Settings {
        var settings = Sample.settings(mode, Sample.rules(cap: Sample.cap(100)))
        settings.exposure = exposure
        return settings
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
        var rig = Rig.ready(settings(lossLimit(500)), ticks: [Sample.tick(100_000)])
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
        var rig = Rig.ready(settings(lossLimit(500, .pause)), ticks: [Sample.tick(100_000)])
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

    @Test func aShadowOnlySaysThatALimitIsReached() {
        var rig = Rig.ready(settings(lossLimit(500, .flatten), .shadow), ticks: [Sample.tick(100_000)])
        rig.receive(state(balance: 10_000, equity: 10_000))
        rig.pass(.seconds(1))
        rig.receive(state(balance: 10_000, equity: 9_000))
        rig.pass(.seconds(1))
        #expect(rig.guardian.account.latch == .none)
        #expect(rig.guardian.account.counters.limitsReached == 1)
    }

    @Test func theWorstCasesOfAllPositionsTogetherAreLimitedToo() {
        let exposure = ExposureLimits(openRisk: ExposureLimits.OpenRisk(most: whole(150), action: .pause))
        var rig = Rig.ready(
            settings(exposure), positions: [Sample.position(1, stop: 99_950)], ticks: [Sample.tick(100_000)])
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
