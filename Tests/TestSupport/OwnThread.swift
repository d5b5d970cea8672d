import Dispatch

/// Runs what a task does on a thread that no other task shares.
///
/// Why: the threads of the ordinary pool are as few as the processors, and tests that compute for a minute hold
/// them for that long. A test that looks after a process must not come to its next look a minute late.
final class OwnThread: TaskExecutor {
    private let queue = DispatchQueue(label: "test with processes")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
