import Dispatch

/// How many tests may have processes of their own at a time: on a small machine more of them would measure each
/// other's load.
///
/// Each runs, and waits for its turn, on a thread of its own: whatever goes by way of the ordinary pool waits behind
/// every test that has not begun.
public enum ProcessSlots {
    private static let free = DispatchSemaphore(value: 2)

    /// Runs a test's body in a slot.
    public static func use<Result>(_ body: () async throws -> Result) async throws -> Result {
        try await withTaskExecutorPreference(OwnThread()) {
            take()
            defer { free.signal() }
            return try await body()
        }
    }

    private static func take() { free.wait() }
}
