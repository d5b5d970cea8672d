import Core
import Runtime
import Testing

@testable import Daemon

@Suite struct DriverConfigurationTests {
    private static func read(_ driver: String) throws(ConfigurationProblems) -> DriverWish {
        try Configuration(toml: ConfigurationTests.least + "\n" + driver).driver
    }

    private static func problems(_ driver: String) -> [String] {
        do throws(ConfigurationProblems) {
            _ = try read(driver)
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    @Test func everythingThatIsSaidArrives() throws {
        let wish = try Self.read(
            """
            [driver]
            mode = "pool"
            workers = 2
            wait = "adaptive"
            pin_cpus = [4, 6]
            realtime_priority = 50
            lock_memory = true
            """)
        #expect(wish.driver(processors: 1) == .pool(workers: 2, wait: .adaptive))
        #expect(wish.memory == .locked)
        let placements = wish.pool(wish.driver(processors: 1))?.placements
        #expect(placements?.map(\.processor) == [4, 6])
        #expect(placements?.map(\.realTimePriority) == [50, 50])
    }

    @Test func withoutATableTheMachineDecides() throws {
        let wish = try Self.read("")
        #expect(wish.driver(processors: 2) == .inline)
        #expect(wish.pool(.inline) == nil)
        #expect(wish.driver(processors: 8) == .pool(workers: 3, wait: .spin))
    }

    @Test(arguments: [
        ("mode = \"threads\"", "\"mode\" is \"threads\""), ("workers = 0", "\"workers\" is 0"),
        ("workers = 65", "\"workers\" is 65"), ("wait = \"sleep\"", "must be one of \"auto\", \"spin\""),
        ("pin_cpus = [-1]", "\"pin_cpus\" must contain"), ("realtime_priority = 100", "is 100"),
        ("wait = \"spin\"\nrealtime_priority = 1", "starve"), ("threads = 3", "unknown key \"threads\""),
    ])
    func whatIsWrongIsNamed(line: String, complaint: String) {
        let problems = Self.problems("[driver]\n" + line)
        #expect(problems.count == 1, "\(problems)")
        #expect(problems.first?.contains(complaint) == true, "\(problems)")
    }
}
