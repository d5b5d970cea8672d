import Broker
import Core
import Foundation
import Testing

@testable import Daemon

/// One run that broke an invariant before the defect behind it was removed.
struct FailedSeed: Sendable, CustomTestStringConvertible {
    let seed: UInt64
    let hours: Int64
    let positions: Int
    let mode: AccountTerms.MarginMode

    var testDescription: String { "seed \(seed)" }

    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 4, let seed = UInt64(words[0]), let hours = Int64(words[1]),
            let positions = Int(words[2]), let mode = AccountTerms.MarginMode(rawValue: String(words[3]))
        else { return nil }
        self.seed = seed
        self.hours = hours
        self.positions = positions
        self.mode = mode
    }

    static let all: [FailedSeed] = {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "seeds.txt").path
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").compactMap { FailedSeed($0) }
    }()
}

/// A run with every fault.
func storm(
    seed: UInt64, hours: Int64 = 1, positions: Int = 20, mode: AccountTerms.MarginMode = .hedging
) throws -> SimulationSettings {
    var settings = SimulationSettings()
    settings.seed = seed
    settings.duration = .seconds(hours * 3_600)
    settings.positions = positions
    settings.marginMode = mode
    settings.faults = try FaultSpec.parse("all")
    return settings
}
