/// A row could not be measured: the rig did not do what the row presupposes.
struct BenchmarkFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
