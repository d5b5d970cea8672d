import Core
import Runtime

extension Configuration {
    /// What is wrong is reported, and then reads as the default.
    static func driver(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> DriverWish {
        var wish = DriverWish()
        guard reader.has(top, "driver"), let section = reader.section(top, "driver") else { return wish }
        reader.refuseUnknownKeys(section)
        wish.mode = reader.choice(section, "mode", Driver.Wish.names.map { ($0.name, $0.wish) }) ?? .auto
        let workers = reader.integer(section, "workers", in: 1...Int64(DriverWish.workersMax))
        wish.workers = workers.map { Int($0) } ?? wish.workers
        let strategies = WaitStrategy.allCases.map { ($0.name, WaitStrategy?.some($0)) }
        wish.wait = reader.choice(section, "wait", [("auto", nil)] + strategies) ?? nil
        wish.processors = (reader.integers(section, "pin_cpus", in: 0...1_023) ?? []).map { Int($0) }
        wish.realTimePriority = reader.integer(section, "realtime_priority", in: 1...99).map { Int($0) }
        if reader.flag(section, "lock_memory") == true { wish.memory = .locked }
        if wish.wait == .spin, wish.realTimePriority != nil {
            reader.report(
                section.path(of: "realtime_priority"),
                "\"realtime_priority\" needs workers that sleep: with \"wait\" = \"spin\" they would starve "
                    + "everything else on their processors")
        }
        return wish
    }
}
