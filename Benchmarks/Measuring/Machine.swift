import CZMQ
import Core
import Foundation

/// What the figures were measured on.
struct Machine: Encodable {
    var processor: String
    var cores: Int
    var kernel: String
    var zmq: String
    /// The compiler found on the search path, which is the one that `swift run` uses.
    var swift: String
    var build: String
    /// Processes that wanted to run, on average over the last minute; more than 1 disturbs the tails.
    var load: Double

    static func present() -> Machine {
        var (major, minor, patch): (Int32, Int32, Int32) = (0, 0, 0)
        zmq_version(&major, &minor, &patch)
        var loads = [0.0]
        if getloadavg(&loads, 1) != 1 { loads = [.nan] }
        let kernel = firstLine(of: "/proc/sys/kernel/osrelease")
        return Machine(
            processor: processorName(), cores: ProcessInfo.processInfo.activeProcessorCount,
            kernel: "Linux \(kernel)", zmq: "\(major).\(minor).\(patch)", swift: swiftVersion(),
            build: Build.present.name, load: loads[0].isNaN ? 0 : loads[0])
    }

    private static func swiftVersion() -> String {
        do {
            let run = try Child.run("/usr/bin/env", ["swift", "--version"], patience: .seconds(20))
            let words = run.output.split(whereSeparator: \.isWhitespace)
            guard let place = words.firstIndex(of: "version"), place + 1 < words.count else {
                return "unknown"
            }
            return String(words[place + 1])
        } catch {
            // Figures count without it; the reader sees that it is missing.
            return "unknown"
        }
    }

    private static func firstLine(of path: String) -> String {
        guard let data = FileManager.default.contents(atPath: path) else { return "unknown" }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").first.map(String.init)
            ?? "unknown"
    }

    private static func processorName() -> String {
        let data = FileManager.default.contents(atPath: "/proc/cpuinfo") ?? Data()
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n")
        where line.hasPrefix("model name") {
            return line.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
                ?? "unknown"
        }
        return "unknown"
    }
}
