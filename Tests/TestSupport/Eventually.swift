import Glibc

/// What `look` finds, as soon as it finds it. Looks a hundred times a second and blocks its thread in between: for
/// the tests in `ProcessSlots`, which have one of their own.
///
/// - Throws: `Timeout` when `Patience` is over and nothing was found.
public func eventually<Value>(_ what: String, _ look: () throws -> Value?) async throws -> Value {
    let patience = Patience()
    while true {
        if let value = try look() { return value }
        guard !patience.isOver else { throw Timeout("not within \(Patience.seconds) s: \(what)") }
        var pause = timespec(tv_sec: 0, tv_nsec: 10_000_000)
        nanosleep(&pause, nil)
    }
}
