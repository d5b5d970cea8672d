import Glibc

/// Whole lines to a descriptor, past any buffer, so that a reader sees each as it is written.
enum Lines {
    /// What cannot be written because nobody reads is dropped.
    static func write(_ line: String, to descriptor: Int32) {
        let bytes = Array((line + "\n").utf8)
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            if count < 0, errno != EINTR { return }
            written += max(count, 0)
        }
    }

    /// A line for the person at the terminal.
    static func say(_ line: String) { write(line, to: STDERR_FILENO) }
}
