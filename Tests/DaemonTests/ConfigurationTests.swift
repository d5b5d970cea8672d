import Core
import Foundation
import Runtime
import Testing

@testable import Daemon

/// The file as a person writes it: everything that is said in it arrives, everything that is wrong is named.
@Suite struct ConfigurationTests {
    static let least = """
        [link]
        token_file = "token"
        [[rules]]
        name = "all"
        """

    private func problems(_ document: String) -> [String] {
        do {
            _ = try Configuration(toml: document)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func theShortestFileSendsNothing() throws {
        let configuration = try Configuration(toml: Self.least)
        #expect(configuration.mode == .shadow)
        #expect(configuration.link.address == "127.0.0.1")
        #expect(configuration.rules.map(\.rules.cap) == [nil])
    }

    @Test func everythingThatIsSaidArrives() throws {
        let configuration = try Configuration(
            toml: """
                mode = "manage"
                state_dir = "/var/lib/backstop"
                [link]
                address = "127.0.0.2"
                port = 7000
                token_env = "TOKEN"
                heartbeat_ms = 200
                timeout_ms = 900
                [account]
                number = 12345678
                currency = "EUR"
                [[rules]]
                name = "gold"
                symbols = ["XAUUSD*", "GOLD"]
                magics = [7, 8]
                exclude_magics = [9]
                manual = true
                side = "sell"
                comment = "grid"
                accounts = [12345678]
                cap = "3.00"
                cap_margin_permille = 900
                slippage_points = 30
                commission_per_lot = "7.125"
                trailing = { start_points = 600, step_points = 50, distance_points = 400 }
                break_even = { trigger_points = 200, offset_points = 20 }
                profit_lock = [{ at_points = 300, lock_points = 100 }, { at_points = 500, lock_points = 250 }]
                """)
        #expect(configuration.mode == .manage)
        #expect(configuration.stateDirectory == "/var/lib/backstop")
        #expect(configuration.link.address == "127.0.0.2")
        #expect(configuration.link.port == 7_000)
        #expect(configuration.link.token == .environment(name: "TOKEN"))
        #expect(configuration.link.heartbeat == .milliseconds(200))
        #expect(configuration.link.timeout == .milliseconds(900))
        #expect(configuration.account == .init(number: AccountNumber(12_345_678), currency: "EUR"))
        let rules = try #require(configuration.rules.first)
        #expect(rules.filter.symbols.map(\.text) == ["XAUUSD*", "GOLD"])
        #expect(rules.filter.magics == [Magic(7), Magic(8)])
        #expect(rules.filter.includesManual)
        #expect(rules.filter.excludedMagics == [Magic(9)])
        #expect(rules.filter.side == .sell)
        #expect(rules.filter.comment == "grid")
        #expect(rules.filter.accounts == [AccountNumber(12_345_678)])
        #expect(rules.rules.cap?.amount == Money(units: 300_000_000))
        #expect(rules.rules.cap?.marginPermille == 900)
        #expect(rules.rules.allowance.slippage == Distance(points: 30))
        #expect(rules.rules.allowance.commissionPerLot == Money(units: 712_500_000))
        #expect(rules.rules.trailing?.distance == RuleDistance(400, .points))
        #expect(rules.rules.breakEven?.offset == RuleDistance(20, .points))
        let locks = rules.rules.profitLock?.rungs.map(\.lock)
        #expect(locks?.map(\.unit) == [.points, .points] && locks?.map(\.amount) == [100, 250])
    }

    /// Each mistake, alone in an otherwise valid file, is one problem at its own place.
    @Test(arguments: [
        ("mode = \"managed\"", "1:1: \"mode\" is \"managed\"; it must be one of"),
        ("mode = 3", "1:1: \"mode\" must be text, not integer"),
        (
            "stat_dir = \"x\"",
            "1:1: unknown key \"stat_dir\" at the top of the file; did you mean \"state_dir\"?"
        ),
        (
            "cap = \"3.00\"",
            "1:1: unknown key \"cap\" at the top of the file; did you mean \"cap\" in [[rules]]?"
        ),
        ("account = 3", "1:1: \"account\" must be a table, not integer"),
        ("account = { nummer = 3 }", "1:13: unknown key \"nummer\" in [account]; did you mean \"number\"?"),
        ("account = { number = 0 }", "1:13: \"number\" is 0; it must lie between"),
    ])
    func aMistakeAtTheTopIsNamed(line: String, problem: String) {
        let found = problems(line + "\n" + Self.least)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }

    @Test(arguments: [
        ("address = \"0.0.0.0\"", "3:1: \"address\" must be a loopback address"),
        ("address = \"127.0.0.300\"", "3:1: \"address\" must be a loopback address"),
        ("port = 65536", "3:1: \"port\" is 65536"),
        ("timeout_ms = 1999", "3:1: \"timeout_ms\" is 1999; it must be at least twice"),
        ("token_env = \"X\"", "3:1: give \"token_file\" or \"token_env\", not both"),
        ("tokn_env = \"X\"", "3:1: unknown key \"tokn_env\" in [link]; did you mean \"token_env\"?"),
    ])
    func aMistakeInTheLinkIsNamed(line: String, problem: String) {
        let found = problems(Self.least.replacingOccurrences(of: "[[rules]]", with: line + "\n[[rules]]"))
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }

    @Test(arguments: [
        ("cap = 3.00", "5:1: \"cap\" must be written in quotes, such as \"3.00\""),
        ("cap = \"0\"", "5:1: \"cap\" must be greater than zero"),
        ("cap = \"-3\"", "5:1: \"cap\" is not an amount"),
        ("cap = \"3,00\"", "5:1: \"cap\" is not an amount"),
        ("cap = \"3.000000001\"", "5:1: \"cap\" is not an amount"),
        ("cap = \"99999999999999999999\"", "5:1: \"cap\" is not an amount"),
        ("symbols = \"XAUUSD\"", "5:1: \"symbols\" must be a list of texts, not string"),
        ("symbols = [\"A\", 3]", "5:17: \"symbols\" must contain texts"),
        ("symbols = [\"A,B\"]", "5:12: a symbol pattern cannot contain a comma"),
        ("magics = [1, 0]", "5:14: \"magics\" must contain integers between 1"),
        ("magics = [3]\nexclude_magics = [2, 3]", "6:22: magic 3 stands in \"magics\" and in"),
        ("side = \"long\"", "5:1: \"side\" is \"long\"; it must be one of \"buy\", \"sell\""),
        ("comment = \"\"", "5:1: \"comment\" is empty"),
        ("accounts = [0]", "5:13: \"accounts\" must contain integers between 1"),
        ("manual = \"yes\"", "5:1: \"manual\" must be true or false, not string"),
        ("trailing = {}", "5:1: "),
        (
            "trailing = { start_points = 1, step_points = 0, distance_points = 1 }",
            "5:32: \"step_points\" is 0"
        ),
        ("trailing.step_point = 1", "5:1: "),
        ("[[rules]]\nname = \"all\"", "6:1: two [[rules]] are named \"all\""),
        ("[[rules]]", "5:1: \"name\" is missing"),
    ])
    func aMistakeInTheRulesIsNamed(line: String, problem: String) {
        let found = problems(Self.least + "\n" + line)
        #expect(!found.isEmpty)
        #expect(found.first?.hasPrefix(problem) == true, "\(found)")
    }

    @Test(arguments: [
        ("break_even = {}", "\"trigger_points\" is missing in break_even"),
        ("break_even = { trigger_points = 5, offset_points = 5 }", "\"offset_points\" must be less than"),
        ("break_even = { trigger_points = 0 }", "\"trigger_points\" is 0"),
        ("profit_lock = []", "\"profit_lock\" must have 1 to 16 rungs"),
        ("profit_lock = [{ at_points = 10 }]", "\"lock_points\" is missing in profit_lock"),
        ("profit_lock = [{ at_points = 10, lock_points = 10 }]", "\"lock_points\" must be less than"),
        (
            "profit_lock = [{ at_points = 9, lock_points = 2 }, { at_points = 9, lock_points = 3 }]",
            "both values of a rung must exceed"
        ),
    ])
    func aMistakeInTheProfitRulesIsNamed(line: String, problem: String) {
        let found = problems(Self.least + "\n" + line)
        #expect(found.count == 1)
        #expect(found.first?.hasPrefix("5:") == true && found.first?.contains(problem) == true, "\(found)")
    }

    @Test func everyMistakeIsNamedAtOnce() {
        let found = problems("mode = 1\n[link]\nport = -1\n[[rules]]\ncap = 1.5\ntrailing = 3\n")
        #expect(found.map { $0.prefix(3) } == ["1:1", "2:1", "3:1", "4:1", "5:1", "6:1"])
    }

    @Test(arguments: ["protect", "manage"])
    func modesThatSendNeedACap(mode: String) {
        let found = problems("mode = \"\(mode)\"\n" + Self.least)
        #expect(found.count == 1)
        #expect(found.first?.contains("needs the most one position may lose") == true, "\(found)")
    }

    @Test func aSyntaxErrorHasItsPlace() {
        #expect(problems("mode = \"shadow\"\nport = = 3\n").first?.hasPrefix("2:8: ") == true)
    }

    @Test func aZeroByteDoesNotHideWhatFollows() {
        let found = problems(Self.least + "\n# \u{0}\nunknown = 3\n")
        #expect(found == ["5:3: a zero byte is not text"])
    }

    @Test func filtersThatTheGuardCannotHoldAreRefused() {
        let long = String(repeating: "X", count: 255)
        #expect(problems(Self.least + "\nsymbols = [\"\(long)\", \"\(long)\"]").isEmpty)
        let found = problems(Self.least + "\nsymbols = [\"\(long)Y\"]")
        #expect(found.count == 1)
        #expect(found.first?.contains("than the EA's guard takes: at most 255 bytes") == true, "\(found)")
        let magics = (1...256).map { "\($0)" }.joined(separator: ", ")
        let listed = problems(Self.least + "\nmagics = [\(magics)]")
        #expect(listed.first?.contains("at most 255 in a list, 1024 in all") == true, "\(listed)")
    }

    @Test func theFlowIsReadAndMustLeaveRoomForEveryLane() throws {
        let head = "[flow]\nwindow = 8\nreserved = 7\nrate_per_second = 5\n"
        let configuration = try Configuration(
            toml: head + "budget_per_day = 100\nbudget_reserve = 99\nlow_risk_lock = \"0.25\"\n" + Self.least)
        let limits = FlowLimits(
            window: 8, reserved: 7, ratePerSecond: 5, budget: 100, budgetReserve: 99,
            lowRiskLock: Money(units: 25_000_000))
        #expect(configuration.settings.flow == limits)
        let wrong = problems("[flow]\nwindow = 4\nbudget_per_day = 200\n" + Self.least)
        #expect(wrong.contains { $0.contains("\"reserved\" is 4; it must be less than \"window\" (4)") })
        #expect(wrong.contains { $0.contains("\"budget_reserve\" is 200; it must be less than") })
    }

    /// A key that nothing reads would be accepted and then ignored.
    @Test(arguments: RuleDistance.Unit.allCases)
    func everyKeyOfTheListIsRead(unit: RuleDistance.Unit) {
        let found = problems(Self.everyKeyWrong(unit))
        for key in ConfigurationKey.all where ![.table, .tables].contains(key.kind) {
            for spelling in Self.spellings(of: key, in: unit) {
                let complaint = "\"\(spelling)\" must be \(key.kind(of: spelling).phrase)"
                #expect(found.contains { $0.contains(complaint) }, "\(key.path)")
            }
        }
        #expect(!found.contains { $0.contains("unknown") }, "\(found)")
    }

    /// A document with every key once, each value of a kind that none of its keys takes.
    private static func everyKeyWrong(_ unit: RuleDistance.Unit) -> String {
        var sections = [("", "")]
        var open = ""
        for key in ConfigurationKey.all {
            switch key.kind {
            case .table: sections.append((key.path, "[\(key.path)]\n"))
            case .tables: sections.append((key.path, "[[\(key.path)]]\n"))
            case .text, .texts, .integer, .integers, .flag, .money, .decimal, .distance: break
            }
        }
        for (section, header) in sections {
            open += header
            for key in ConfigurationKey.all(in: section) where ![.table, .tables].contains(key.kind) {
                for spelling in spellings(of: key, in: unit) { open += "\(spelling) = { a = 1 }\n" }
            }
        }
        return open
    }

    /// A distance in one unit; in the first of its own where it cannot be in that one.
    private static func spellings(of key: ConfigurationKey, in unit: RuleDistance.Unit) -> [String] {
        guard let first = key.units.first else { return key.spellings }
        return [ConfigurationKey.spelling(key.name, key.units.contains(unit) ? unit : first)]
    }

    @Test func theDocumentationListsEveryKeyWithItsDefault() throws {
        let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "docs/configuration.md")
        let document = try String(contentsOf: path, encoding: .utf8)
        let table = try #require(document.split(separator: "## Keys\n").last)
        let rows = table.split(separator: "\n").filter { $0.hasPrefix("| `") }.map { row in
            row.split(separator: "|", omittingEmptySubsequences: false).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
        }
        #expect(rows.map { $0[1] } == ConfigurationKey.all.map { "`\($0.path)`" })
        for (row, key) in zip(rows, ConfigurationKey.all) {
            #expect(row[2] == key.kind.rawValue, "\(key.path)")
            #expect(row[3] == (key.fallback.map { "`\($0)`" } ?? ""), "\(key.path)")
        }
        let example = try #require(document.split(separator: "```toml\n").last?.split(separator: "```").first)
        let configuration = try Configuration(toml: String(example))
        #expect(configuration.rules.count == 2)
    }

    /// The defaults in the list are the ones in force.
    @Test func theDefaultsAreTheOnesOfTheList() throws {
        func fallback(_ path: String) -> String? { ConfigurationKey.all.first { $0.path == path }?.fallback }
        let configuration = try Configuration(toml: Self.least)
        #expect(fallback("mode") == "\"\(configuration.mode.name)\"")
        #expect(fallback("link.address") == "\"\(configuration.link.address)\"")
        #expect(fallback("link.port") == "\(configuration.link.port)")
        #expect(fallback("link.heartbeat_ms") == "\(configuration.link.heartbeat.milliseconds)")
        #expect(fallback("link.timeout_ms") == "\(configuration.link.timeout.milliseconds)")
        let capped = try Configuration(toml: Self.least + "\ncap = \"1.00\"")
        let rules = try #require(capped.rules.first)
        #expect(fallback("rules.cap_margin_permille") == (rules.rules.cap?.marginPermille).map { "\($0)" })
        #expect(fallback("rules.slippage_points") == "\(rules.rules.allowance.slippage.points)")
        #expect(fallback("rules.commission_per_lot") == "\"\(rules.rules.allowance.commissionPerLot.text)\"")
        #expect(fallback("driver.mode") == "\"auto\"" && configuration.driver.mode == .auto)
        #expect(fallback("driver.workers") == "\(configuration.driver.workers)")
        #expect(fallback("driver.wait") == "\"auto\"" && configuration.driver.wait == nil)
        #expect(fallback("driver.pin_cpus") == "\(configuration.driver.processors)")
        #expect(fallback("driver.lock_memory") == "\(configuration.driver.memory == .locked)")
        #expect(fallback("flow.window") == "\(configuration.flow.window)")
        #expect(fallback("flow.reserved") == "\(configuration.flow.reserved)")
        #expect(fallback("flow.rate_per_second") == "\(configuration.flow.ratePerSecond)")
        #expect(fallback("flow.budget_per_day") == "\(configuration.flow.budget)")
        #expect(fallback("flow.budget_reserve") == "\(configuration.flow.budgetReserve)")
        #expect(fallback("flow.low_risk_lock") == "\"\(configuration.flow.lowRiskLock.text)\"")
        #expect(fallback("journal.inputs") == "\(configuration.journal.inputs == .recorded)")
        #expect(fallback("rules.manual") == "\(rules.filter.includesManual)")
    }

    @Test(arguments: [
        ("", "abc", 3), ("cap", "cap", 0), ("cap", "Cap", 0), ("symobls", "symbols", 1), ("cap", "caps", 1),
        ("port", "sport", 1), ("mode", "code", 1),
    ])
    func lettersToChangeAreCounted(left: String, right: String, count: Int) {
        #expect(editDistance(left, right) == count)
        #expect(editDistance(right, left) == count)
    }
}
