import Core
import Foundation

/// What the system says of a running process.
struct ProcessFigures {
    let pid: Int32

    /// The processor time all of its threads have used so far.
    var processorTime: TimeSpan {
        get throws {
            let tasks = try FileManager.default.contentsOfDirectory(atPath: "/proc/\(pid)/task")
            let used = try tasks.map { task -> Int64 in
                let text = try String(contentsOfFile: "/proc/\(pid)/task/\(task)/schedstat", encoding: .utf8)
                guard let first = text.split(separator: " ").first, let spent = Int64(first) else {
                    throw BenchmarkFailure("/proc/\(pid)/task/\(task)/schedstat is not as expected")
                }
                return spent
            }
            return TimeSpan(nanoseconds: used.reduce(0, +))
        }
    }

    /// Memory it has in use, in bytes.
    var resident: Int {
        get throws {
            let text = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            for line in text.split(separator: "\n") where line.hasPrefix("VmRSS:") {
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                if words.count > 1, let kilobytes = Int(words[1]) { return kilobytes * 1_024 }
            }
            throw BenchmarkFailure("/proc/\(pid)/status names no VmRSS")
        }
    }
}
