import Broker
import Core
import Foundation
import Journal

@testable import Daemon

/// A run that keeps its trade log, and what is found in it afterwards. The folder goes with the value.
final class LoggedRun {
    let state: String
    let simulation: Simulation
    let report: SimulationReport

    init(_ settings: SimulationSettings) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "backstop-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        state = folder.path()
        var settings = settings
        settings.trades = state
        simulation = try Simulation(settings)
        report = simulation.run()
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: state)
        } catch {
            Console.complain("\(state) stays behind: \(error)")
        }
    }

    var folder: LogFolder { LogFolder(account: simulation.venue.server.terms.number, in: state) }

    func records() throws -> [TradeRecord] {
        var tail = try LogTail(folder)
        var records: [TradeRecord] = []
        while let next = try tail.next() { records.append(next.record) }
        return records
    }

    /// The bytes of every file of the log, by name.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where name.hasSuffix(".jsonl") {
            files[name] = try Data(contentsOf: URL(filePath: "\(folder.path)/\(name)"))
        }
        return files
    }

    /// What a closed position earned, as the broker's own deals have it.
    func profits() -> [PositionID: Money] {
        var profits: [PositionID: Money] = [:]
        for deal in simulation.venue.server.deals {
            profits[deal.position, default: .zero] = profits[deal.position, default: .zero] + deal.profit
        }
        return profits
    }
}
