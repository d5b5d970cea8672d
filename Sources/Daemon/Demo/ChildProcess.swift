import Glibc

/// A child process that is never left behind: whoever drops this object has ended it.
///
/// It is in a process group of its own, so that a Ctrl-C reaches it through us and in order, and starts with no
/// signal blocked. A child that asks the kernel to be killed when we die ties that to the thread that started
/// it: start it from the main thread then. Owner: the thread that made it.
final class ChildProcess {
    enum Ending: Hashable {
        case exited(Int32)
        case killed(signal: Int32)
    }

    let pid: pid_t
    private(set) var ending: Ending?
    /// All of its standard output so far.
    private(set) var output: [UInt8] = []
    private let pipe: Int32

    /// - Parameter log: the file its standard error goes to.
    init(_ executable: String, _ arguments: [String], log: String) throws(CommandFailure) {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw CommandFailure("cannot create a pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let readEnd = ends[0]
        defer { close(ends[1]) }
        var child = pid_t()
        let outcome = Self.spawn(&child, executable, arguments, output: ends[1], log: log)
        guard outcome == 0 else {
            close(readEnd)
            throw CommandFailure("cannot start \(executable)", failed: outcome)
        }
        pid = child
        pipe = readEnd
        _ = fcntl(readEnd, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if ending == nil {
            kill(pid, SIGKILL)
            waitpid(pid, nil, 0)
        }
        close(pipe)
    }

    /// Takes in what it has written, and whether it has ended. Never waits.
    func look() {
        readOutput()
        guard ending == nil else { return }
        var status: Int32 = 0
        guard waitpid(pid, &status, WNOHANG) == pid else { return }
        let signal = status & 0x7F
        ending = signal == 0 ? .exited((status >> 8) & 0xFF) : .killed(signal: signal)
        readOutput()
    }

    /// Asks it to end and, if it has not after `patience_ms`, ends it.
    func end(patience_ms: Int) {
        look()
        if ending == nil { kill(pid, SIGTERM) }
        for _ in 0..<max(1, patience_ms / 10) where ending == nil {
            pause(milliseconds: 10)
            look()
        }
        if ending == nil { kill(pid, SIGKILL) }
        while ending == nil {
            pause(milliseconds: 1)
            look()
        }
    }

    /// The last line of its output that is not empty.
    var lastLine: String? {
        String(decoding: output, as: UTF8.self).split(whereSeparator: \.isNewline).last.map(String.init)
    }

    private func readOutput() {
        var buffer = [UInt8](repeating: 0, count: 16_384)
        while true {
            let got = read(pipe, &buffer, buffer.count)
            guard got > 0 else { return }
            output.append(contentsOf: buffer[..<got])
            // Only the end of it matters.
            if output.count > 1 << 20 { output.removeFirst(output.count - (1 << 19)) }
        }
    }

    private static func spawn(
        _ child: inout pid_t, _ executable: String, _ arguments: [String], output: Int32, log: String
    ) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, log, O_WRONLY | O_CREAT | O_TRUNC, 0o600)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for signal in [SIGINT, SIGTERM, SIGPIPE] { sigaddset(&defaults, signal) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP
        posix_spawnattr_setflags(&attributes, Int16(flags))

        var words = ([executable] + arguments).map { strdup($0) }
        defer { for word in words { free(word) } }
        words.append(nil)
        return posix_spawn(&child, executable, &actions, &attributes, &words, environ)
    }
}
