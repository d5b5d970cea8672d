import Glibc

/// Where the terminal keeps its files: the broker's state beside MetaTrader's own folders.
struct StateFolder {
    let path: String
    /// Chosen here because none was named.
    let isTemporary: Bool

    /// - Throws: `TerminalFailure.folder`.
    init(_ chosen: String?) throws(TerminalFailure) {
        if let chosen {
            guard mkdir(chosen, 0o700) == 0 || errno == EEXIST else {
                throw .folder(path: chosen, errno: errno)
            }
            path = chosen
            isTemporary = false
            return
        }
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((base + "/backstop-terminal-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw .folder(path: base, errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        isTemporary = true
    }

    var broker: String { path + "/broker.state" }
    var terminal: String { path + "/terminal" }
}
