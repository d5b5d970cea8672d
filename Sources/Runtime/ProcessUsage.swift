import Core
import Glibc

/// What this process has used so far. A few system calls a reading; any thread.
public struct ProcessUsage: Sendable {
    /// Of all threads, in user and kernel mode, since the start.
    public let processorTime: TimeSpan
    /// Bytes of memory that are resident; 0 where the system does not tell.
    public let resident: Int

    public static func now() -> ProcessUsage {
        var usage = rusage()
        // It fails only for a wrong argument.
        _ = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        return ProcessUsage(
            processorTime: span(usage.ru_utime) + span(usage.ru_stime), resident: residentBytes())
    }

    private static func span(_ time: timeval) -> TimeSpan {
        .seconds(Int64(time.tv_sec)) + .microseconds(Int64(time.tv_usec))
    }

    /// proc(5), /proc/self/statm: the second number is resident pages.
    private static func residentBytes() -> Int {
        let file = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 128) { bytes in
            let count = read(file, bytes.baseAddress, bytes.count)
            guard count > 0 else { return 0 }
            let numbers = bytes.prefix(count).split(separator: UInt8(ascii: " "))
            guard numbers.count > 1 else { return 0 }
            let pages = numbers[1].reduce(0) { $0 * 10 + Int($1 & 0x0F) }
            return pages * sysconf(Int32(_SC_PAGESIZE))
        }
    }
}
