import CLinux

/// The processors this process may use: a container's or `taskset`'s share, not the machine's.
public enum Processors {
    /// Their numbers, ascending; at least one. Changes only when someone changes the affinity.
    public static var available: [Int] {
        let count = max(clinux_processor_count(), 1)
        let numbers = (0..<count).map { Int(clinux_processor($0)) }.filter { $0 >= 0 }
        return numbers.isEmpty ? [0] : numbers
    }

    public static var count: Int { available.count }
}
