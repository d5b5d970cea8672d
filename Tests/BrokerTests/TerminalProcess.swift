import Glibc

/// A `backstop-terminal` started by a test: its lines are read as they come, and it is always reaped.
final class TerminalProcess {
    /// The program beside the test bundle, where the build puts both; `nil` when it was not built.
    static let path: String? = {
        var bytes = [CChar](repeating: 0, count: 4_096)
        let count = readlink("/proc/self/exe", &bytes, bytes.count - 1)
        guard count > 0 else { return nil }
        let own = String(decoding: bytes[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        var candidates = [own] + CommandLine.arguments
        for index in candidates.indices {
            let folder = candidates[index].split(separator: "/", omittingEmptySubsequences: false).dropLast()
            candidates[index] = folder.joined(separator: "/") + "/backstop-terminal"
        }
        return candidates.first { access($0, X_OK) == 0 }
    }()

    private let process: pid_t
    private let output: UnsafeMutablePointer<FILE>
    private var status: Int32?

    init?(_ arguments: [String]) {
        guard let path = Self.path else { return nil }
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)
        var words = ([path] + arguments).map { strdup($0) } + [nil]
        var process = pid_t()
        let code = posix_spawn(&process, path, &actions, nil, &words, environ)
        for word in words { free(word) }
        posix_spawn_file_actions_destroy(&actions)
        close(ends[1])
        guard code == 0, let output = fdopen(ends[0], "r") else {
            close(ends[0])
            return nil
        }
        self.process = process
        self.output = output
    }

    deinit {
        if status == nil {
            kill(SIGKILL)
            _ = wait()
        }
        fclose(output)
    }

    /// The next line, or `nil` at the end.
    func line() -> String? {
        var text: UnsafeMutablePointer<CChar>?
        var capacity = 0
        defer { free(text) }
        guard getline(&text, &capacity, output) > 0, let text else { return nil }
        return String(cString: text)
    }

    /// Reads on until a line satisfies `condition`.
    func line(where condition: (String) -> Bool) -> String? {
        while let line = line() { if condition(line) { return line } }
        return nil
    }

    func kill(_ signal: Int32) { Glibc.kill(process, signal) }

    /// The exit code, or the negative number of the signal that ended it.
    func wait() -> Int32 {
        if let status { return status }
        var code: Int32 = 0
        while waitpid(process, &code, 0) < 0, errno == EINTR {}
        let outcome = code & 0x7F == 0 ? (code >> 8) & 0xFF : -(code & 0x7F)
        status = outcome
        return outcome
    }
}
