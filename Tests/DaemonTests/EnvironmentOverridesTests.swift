import Core
import Testing

@testable import Daemon

/// The environment goes before the file, and is held to the same rules.
@Suite struct EnvironmentOverridesTests {
    private static let document = """
        state_dir = "/from/the/file"
        [link]
        token_env = "TOKEN"
        port = 7000
        [[rules]]
        name = "gold"
        cap = "3.00"
        """

    private static func environment(_ values: [String: String]) -> EnvironmentOverrides {
        EnvironmentOverrides { values[$0] }
    }

    private static func problems(_ values: [String: String]) -> [ConfigurationProblem] {
        do throws(ConfigurationProblems) {
            _ = try Configuration(toml: document, environment: environment(values))
            return []
        } catch {
            return error.problems
        }
    }

    @Test func everyKindOfValueCanBeGiven() throws {
        let configuration = try Configuration(
            toml: Self.document,
            environment: Self.environment([
                "BACKSTOP_MODE": "manage", "BACKSTOP_STATE_DIR": "/from/outside",
                "BACKSTOP_LINK_PORT": "7001",
                "BACKSTOP_DRIVER_LOCK_MEMORY": "true", "BACKSTOP_DRIVER_PIN_CPUS": "2, 3",
                "BACKSTOP_FLOW_LOW_RISK_LOCK": "0.25", "BACKSTOP_EXPOSURE_DAILY_LOSS_MOST": "500.00",
                "BACKSTOP_ACCOUNT_NUMBER": "", "BACKSTOP_RULES_CAP": "9.00",
            ]))
        #expect(configuration.mode == .manage)
        #expect(configuration.stateDirectory == "/from/outside")
        #expect(configuration.link.port == 7001)
        #expect(configuration.driver.memory == .locked)
        #expect(configuration.driver.processors == [2, 3])
        #expect(configuration.flow.lowRiskLock == Money("0.25"))
        #expect(configuration.exposure.dailyLoss?.most == Money("500.00"))
        #expect(configuration.account.number == nil, "an empty variable counts as not set")
        #expect(configuration.rules.first?.rules.cap?.amount == Money("3.00"), "rule sets have no variables")
    }

    @Test(arguments: [
        ("BACKSTOP_LINK_PORT", "many"), ("BACKSTOP_LINK_PORT", "70000"), ("BACKSTOP_MODE", "armed"),
        ("BACKSTOP_DRIVER_LOCK_MEMORY", "yes"), ("BACKSTOP_DRIVER_PIN_CPUS", "1,two"),
        ("BACKSTOP_LINK_ADDRESS", "0.0.0.0"),
    ])
    func whatCannotBeIsRefusedByTheVariablesName(variable: String, value: String) {
        let problems = Self.problems([variable: value])
        #expect(problems.count == 1)
        #expect(problems.first?.message.contains(variable) == true, "\(problems)")
        #expect(problems.first?.place == .start)
    }

    @Test func anExplanationNamesTheVariable() throws {
        let values = try EffectiveValues(
            toml: Self.document, environment: Self.environment(["BACKSTOP_LINK_PORT": "7001"]))
        let port = values.entries.first { $0.key == "link.port" }
        #expect(port?.value == "7001" && port?.origin == .environment("BACKSTOP_LINK_PORT"))
        #expect(values.entries.first { $0.key == "state_dir" }?.origin == .file(line: 1))
    }
}
