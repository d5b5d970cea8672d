/// How many tests may have processes of their own at a time: on a small machine more of them would measure
/// each other's load. Each runs on a thread of its own.
public actor ProcessSlots {
    public static let shared = ProcessSlots(2)

    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ count: Int) { free = count }

    /// Runs a test's body in a slot.
    public nonisolated func use<Result>(_ body: () async throws -> Result) async throws -> Result {
        await take()
        do {
            let result = try await withTaskExecutorPreference(OwnThread(), operation: body)
            await giveBack()
            return result
        } catch {
            await giveBack()
            throw error
        }
    }

    private func take() async {
        if free > 0 {
            free -= 1
        } else {
            await withCheckedContinuation { waiting.append($0) }
        }
    }

    private func giveBack() {
        if waiting.isEmpty {
            free += 1
        } else {
            waiting.removeFirst().resume()
        }
    }
}
