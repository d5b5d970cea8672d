import Glibc

extension StateDirectory {
    /// The content of one of its files; `nil` if there is none.
    func read(_ name: String) throws(CommandFailure) -> [UInt8]? {
        guard faccessat(descriptor, name, F_OK, 0) == 0 || errno != ENOENT else { return nil }
        return try SmallFile.read("\(path)/\(name)", bytesMax: 65_536)
    }

    /// Puts `content` in place of the file, at once and for good: after a crash at any moment the file has
    /// either content whole, and once this returns it is the one given.
    func replace(_ name: String, with content: [UInt8]) throws(CommandFailure) {
        let shown = "\(path)/\(name)"
        let temporary = name + ".tmp"
        let file = openat(descriptor, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw CommandFailure("cannot write \(shown)") }
        do throws(CommandFailure) {
            try SmallFile.write(content, to: file, named: shown)
            guard fsync(file) == 0 else { throw CommandFailure("cannot make \(shown) durable") }
        } catch {
            close(file)
            throw error
        }
        close(file)
        guard renameat(descriptor, temporary, descriptor, name) == 0, fsync(descriptor) == 0 else {
            throw CommandFailure("cannot replace \(shown)")
        }
    }
}
