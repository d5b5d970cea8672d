import Core
import Testing

@testable import Daemon

/// Every rule can be written, in every unit, and what cannot be used is named where it stands.
@Suite struct RuleConfigurationTests {
    private static func rules(_ lines: String) throws(ConfigurationProblems) -> RuleSet? {
        try Configuration(toml: ConfigurationTests.least + "\ncap = \"3.00\"\n" + lines).rules.first?.rules
    }

    private static func problems(_ lines: String, cap: String = "cap = \"3.00\"") -> [String] {
        do throws(ConfigurationProblems) {
            _ = try Configuration(toml: ConfigurationTests.least + "\n" + cap + "\n" + lines)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private static func money(_ text: String) throws -> RuleDistance {
        try #require(Money(text).flatMap { RuleDistance($0) })
    }

    @Test func theProtectionArrives() throws {
        let rules = try #require(
            try Self.rules(
                """
                cap_balance_percent = "0.25"
                when_cap_unreachable = "close"
                micro_loss = "0.20"
                bars = { period = "M5", atr_bars = 20 }
                [rules.initial_stop]
                distance_money = "2.50"
                distance_atr = "1.5"
                distance_balance_percent = "1"
                existing = "taken_over"
                [rules.guarding]
                age_min_seconds = 30
                buffer_spreads = "1.5"
                buffer_points = 12
                floor_atr = "0.25"
                calm_atr = 3
                """))
        #expect(rules.cap?.balanceMillionths == 2_500)
        #expect(rules.unreachable == .close)
        #expect(rules.microLoss == Money("0.20"))
        #expect(rules.bars == BarSettings(period: .m5, atrBars: 20))
        let initial = InitialStop(
            distance: try Self.money("2.50"), atrPermille: 1_500, balanceMillionths: 10_000,
            existing: .takenOver)
        #expect(rules.initial == initial)
        let guarding = TighteningGuard(
            ageMin: .seconds(30), spreadPermille: 1_500, buffer: try #require(RuleDistance(12, .points)),
            atrFloorPermille: 250, calmPermille: 3_000)
        #expect(rules.guarding == guarding)
        #expect(rules.problems.isEmpty)
    }

    @Test func theRulesThatKeepAProfitArrive() throws {
        let rules = try #require(
            try Self.rules(
                """
                break_even = { trigger_r = "1", offset_points = 3, costs = "covered" }
                profit_lock = [
                    { at_percent = "0.25", lock_percent = "0.1" }, { at_percent = "1", lock_percent = "0.5" },
                ]
                profit_steps = { every_money = "0.10", behind_money = "0.10", start_money = "0.20", most_money = 9 }
                [rules.peak_share]
                step_money = "0.05"
                most_money = "40.00"
                tiers = [
                    { at_money = "0.40", pullback_percent = 25 }, { at_money = 5, pullback_percent = "12.5" },
                ]
                """))
        let even = BreakEven(
            trigger: try #require(RuleDistance(1_000, .riskPermille)),
            offset: try #require(RuleDistance(3, .points)), costs: .covered)
        #expect(rules.breakEven == even)
        let rungs = rules.profitLock?.rungs ?? []
        #expect(
            rungs.map(\.at) == [
                RuleDistance(2_500, .entryMillionths), RuleDistance(10_000, .entryMillionths),
            ])
        #expect(rungs.map(\.lock.amount) == [1_000, 5_000])
        let dime = try Self.money("0.10")
        let steps = ProfitSteps(
            every: dime, behind: dime, start: try Self.money("0.20"), most: try Self.money("9"))
        #expect(rules.steps == steps)
        #expect(rules.share?.tiers.map(\.keepPermille) == [750, 875])
        #expect(rules.share?.step == (try Self.money("0.05")))
        #expect(rules.share?.most == (try Self.money("40")))
    }

    @Test func aLadderThatClosesPartsArrives() throws {
        let rules = try #require(
            try Self.rules(
                """
                profit_lock = [
                    { at_r = "1", close_percent = 50 }, { at_r = "2", lock_r = "1" },
                    { at_r = "3", lock_r = "2", close_percent = "12.5" },
                ]
                """))
        #expect(rules.profitLock?.rungs.map(\.at.amount) == [2_000, 3_000])
        #expect(rules.partialCloses?.rungs.map(\.at.amount) == [1_000, 3_000])
        #expect(rules.partialCloses?.rungs.map(\.sharePermille) == [500, 125])
        let locks = try #require(try Self.rules("profit_lock = [{ at_points = 9, lock_points = 2 }]"))
        #expect(locks.partialCloses == nil, "nothing is closed unless it is asked for")
        let parts = try #require(try Self.rules("profit_lock = [{ at_points = 9, close_percent = 50 }]"))
        #expect(parts.profitLock == nil)
    }

    @Test func theRulesThatFollowArrive() throws {
        let rules = try #require(
            try Self.rules(
                """
                trailing = { start_atr = "1", step_points = 5, distance_atr = "2.5", most_r = "3" }
                chandelier = { distance_atr = "2.75", start_points = 10, step_points = 6 }
                swing = { buffer_percent = "0.01", start_r = "0.5", step_points = 7 }
                parabolic = { start_balance_percent = "0.1", step_points = 8 }
                [rules.bars]
                period = "H1"
                chandelier_bars = 30
                swing_bars = 7
                parabolic_step = "0.01"
                parabolic_most = "0.1"
                """))
        let trailing = TrailingStop(
            start: try #require(RuleDistance(1_000, .atrPermille)), step: Distance(points: 5),
            distance: try #require(RuleDistance(2_500, .atrPermille)),
            most: RuleDistance(3_000, .riskPermille))
        #expect(rules.trailing == trailing)
        #expect(rules.chandelier?.multiplePermille == 2_750)
        #expect(rules.chandelier?.start == RuleDistance(10, .points))
        #expect(rules.swing?.buffer == RuleDistance(100, .entryMillionths))
        #expect(rules.swing?.start == RuleDistance(500, .riskPermille))
        #expect(rules.parabolic?.start == RuleDistance(1_000, .balanceMillionths))
        #expect(rules.parabolic?.step == Distance(points: 8))
        let bars = BarSettings(
            period: .h1, chandelierBars: 30, swingBars: 7, parabolicStepPermille: 10,
            parabolicMaxPermille: 100)
        #expect(rules.bars == bars)
    }

    @Test func theRulesOnTimeArrive() throws {
        let rules = try #require(
            try Self.rules(
                """
                age_break_even = { after_minutes = 90, offset_money = "0.05", costs = "covered" }
                age_tightening = { after_minutes = 240, distance_points = 100, step_points = 5 }
                session_end = { time = "22:55", lead_minutes = 30, distance_points = 80, step_points = 5 }
                week_end = { time = "24:00", lead_minutes = 60, distance_percent = "0.1", step_points = 5 }
                """))
        #expect(rules.ageBreakEven?.after == .seconds(5_400))
        #expect(rules.ageBreakEven?.offset == (try Self.money("0.05")))
        #expect(rules.ageBreakEven?.costs == .covered)
        #expect(rules.ageTightening?.after == .seconds(14_400))
        #expect(rules.sessionEnd?.recurrence == .daily)
        #expect(rules.sessionEnd?.minute == 1_375)
        #expect(rules.sessionEnd?.lead == .seconds(1_800))
        #expect(rules.weekEnd?.recurrence == .weekly)
        #expect(rules.weekEnd?.minute == 7_200, "Friday's midnight")
        #expect(rules.weekEnd?.distance == RuleDistance(1_000, .entryMillionths))
    }

    @Test func theLimitsOnAllPositionsArrive() throws {
        let configuration = try Configuration(
            toml: """
                [exposure.open_risk]
                most = "30.00"
                action = "freeze"
                [exposure.daily_loss]
                most = "60.00"
                balance_percent = "2.5"
                action = "flatten"

                """ + ConfigurationTests.least)
        let openRisk = ExposureLimits.OpenRisk(most: try #require(Money("30.00")), action: .freeze)
        let dailyLoss = ExposureLimits.DailyLoss(
            most: try #require(Money("60.00")), balanceMillionths: 25_000, action: .flatten)
        #expect(configuration.settings.exposure == ExposureLimits(openRisk: openRisk, dailyLoss: dailyLoss))
    }

    @Test(arguments: RuleDistance.Unit.allCases)
    func aDistanceMayBeInAnyUnit(unit: RuleDistance.Unit) throws {
        let written = unit.kind == .integer ? "2" : "\"2\""
        let rules = try Self.rules(
            "bars = { period = \"M1\" }\n"
                + "trailing = { start_points = 1, step_points = 1, distance_\(unit.suffix) = \(written) }")
        let scale = (0..<unit.decimals).reduce(Int64(1)) { product, _ in product * 10 }
        #expect(rules?.trailing?.distance == RuleDistance(2 * scale, unit))
    }

    /// The defaults in the list are the ones in force.
    @Test func theDefaultsAreTheOnesOfTheList() throws {
        func fallback(_ path: String) -> String? { ConfigurationKey.all.first { $0.path == path }?.fallback }
        func thousandths(_ path: String) -> Int64? {
            fallback(path).flatMap {
                DecimalText.parse($0.utf8.filter { $0 != UInt8(ascii: "\"") }, decimals: 3)
            }
        }
        let rules = try #require(
            try Self.rules(
                """
                bars = { period = "M1" }
                guarding = {}
                initial_stop = { distance_points = 1 }
                break_even = { trigger_points = 1 }
                chandelier = { step_points = 1 }
                age_break_even = { after_minutes = 1 }
                week_end = { time = "12:00", lead_minutes = 1, distance_points = 1, step_points = 1 }
                """))
        let bars = try #require(rules.bars)
        #expect(bars == BarSettings(period: .m1))
        #expect(fallback("rules.bars.atr_bars") == "\(bars.atrBars)")
        #expect(fallback("rules.bars.chandelier_bars") == "\(bars.chandelierBars)")
        #expect(fallback("rules.bars.swing_bars") == "\(bars.swingBars)")
        #expect(thousandths("rules.bars.parabolic_step") == bars.parabolicStepPermille)
        #expect(thousandths("rules.bars.parabolic_most") == bars.parabolicMaxPermille)
        #expect(thousandths("rules.chandelier.distance_atr") == rules.chandelier?.multiplePermille)
        #expect(rules.guarding == TighteningGuard())
        #expect(thousandths("rules.guarding.age_min_seconds") == 0)
        #expect(thousandths("rules.guarding.buffer_spreads") == 0)
        #expect(thousandths("rules.guarding.floor_atr") == 0)
        #expect(rules.breakEven?.costs == .ignored && fallback("rules.break_even.costs") == "\"ignored\"")
        #expect(rules.initial?.existing == .respected)
        #expect(fallback("rules.initial_stop.existing") == "\"respected\"")
        #expect(rules.unreachable == .tightest && fallback("rules.when_cap_unreachable") == "\"tightest\"")
        #expect(rules.weekEnd?.minute == 4 * 1_440 + 720 && fallback("rules.week_end.day") == "\"friday\"")
    }

    /// Each mistake, alone in an otherwise valid rule set, is one problem on its line.
    @Test(arguments: [
        ("when_cap_unreachable = \"never\"", "it must be one of \"tightest\", \"close\""),
        ("cap_balance_percent = \"101\"", "it must lie between 0.0001 and 100"),
        ("cap_balance_percent = 0.5", "must be written in quotes"),
        ("cap_balance_percent = \"0.00001\"", "is not a number: digits with at most 4 decimals"),
        ("micro_loss = \"-1\"", "is not an amount"),
        ("initial_stop = {}", "initial_stop needs at least one of"),
        ("initial_stop = { distance_r = \"1\" }", "unknown key \"distance_r\" in initial_stop; did you mean"),
        ("guarding = { age_min_seconds = -1 }", "\"age_min_seconds\" is -1"),
        (
            "break_even = { trigger_points = 3, trigger_money = \"1\" }",
            "give \"trigger_points\" or \"trigger_money\", not both"
        ),
        ("break_even = { trigger_money = \"0\" }", "\"trigger_money\" must be greater than zero"),
        ("break_even = { trigger_r = \"1.0001\" }", "at most 3 decimals"),
        (
            "profit_lock = [{ at_points = 9, lock_money = \"1\" }]",
            "must be in the same unit as \"at_points\""
        ),
        ("profit_steps = { every_points = 9, behind_r = 1 }", "must be in the same unit as \"every_points\""),
        ("profit_steps = { every_money = \"99999999\", behind_money = 1 }", "must be at most"),
        ("peak_share = { step_points = 1 }", "\"tiers\" is missing in peak_share"),
        ("peak_share = { step_points = 1, tiers = [] }", "\"tiers\" must have 1 to 8 tables, not 0"),
        (
            "peak_share = { step_points = 1, tiers = [{ at_money = 1, pullback_percent = 5 }] }",
            "\"at_money\" must be in the same unit as \"step_points\""
        ),
        (
            "peak_share = { step_points = 1, tiers = [{ at_points = 1, pullback_percent = 100 }] }",
            "\"pullback_percent\" is 100; it must lie between 0.1 and 99.9"
        ),
        ("bars = {}", "\"period\" is missing in bars"),
        ("bars = { period = \"M2\" }", "\"M1\", \"M5\", \"M15\""),
        ("bars = { period = \"M1\", parabolic_step = \"0.5\" }", "must be at most \"parabolic_most\""),
        ("chandelier = { step_points = 1 }", "it needs \"bars\""),
        ("trailing = { start_points = 1, step_points = 1, distance_atr = \"1\" }", "it needs \"bars\""),
        ("swing = {}", "\"step_points\" is missing in swing"),
        ("age_break_even = { after_minutes = 600000 }", "it must lie between 1 and 527040"),
        (
            "session_end = { time = \"24:01\", lead_minutes = 5, distance_points = 1, step_points = 1 }",
            "\"time\" is \"24:01\"; it must be hours and minutes"
        ),
        (
            "session_end = { time = \"9:00\", lead_minutes = 5, distance_points = 1, step_points = 1 }",
            "it must be hours and minutes"
        ),
        (
            "week_end = { day = \"fri\", time = \"09:00\", lead_minutes = 5, distance_r = 1, step_points = 1 }",
            "\"day\" is \"fri\"; it must be one of \"monday\""
        ),
    ])
    func aMistakeInARuleIsNamedWhereItStands(lines: String, problem: String) {
        let found = Self.problems(lines)
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(problem) == true, "\(found)")
        // What is wrong with the rule set as a whole stands at its head.
        let line = problem.hasPrefix("it needs") ? "3:" : "6:"
        #expect(found.first?.hasPrefix(line) == true, "\(found)")
    }

    @Test(arguments: [
        ("cap_balance_percent = \"1\"", "needs \"cap\": the smaller of both counts"),
        ("parabolic = { step_points = 1 }\nbars = { period = \"M1\" }", "\"cap\" is missing in [[rules]]"),
    ])
    func whatNeedsACapIsNamed(lines: String, problem: String) {
        let found = Self.problems(lines, cap: "")
        #expect(found.count == 1, "\(found)")
        #expect(found.first?.contains(problem) == true, "\(found)")
    }

    @Test func aMisspeltUnitIsMetWithTheNearestKey() {
        let found = Self.problems("trailing.distance_pionts = 5")
        #expect(
            found.contains {
                $0.hasPrefix(
                    "6:1: unknown key \"distance_pionts\" in trailing; did you mean \"distance_points\"?")
            },
            "\(found)")
    }
}
