import Glibc

/// The machine's own files.
public struct SystemDisk: JournalDisk {
    public init() {}

    public func names(in folder: String) throws(DiskError) -> [String] {
        guard let stream = opendir(folder) else { throw DiskError(.list, folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { names.append(name) }
        }
        guard errno == 0 else { throw DiskError(.list, folder) }
        return names
    }

    public func makeFolder(_ path: String) throws(DiskError) {
        guard mkdir(path, 0o700) != 0 else { return try syncFolder(Self.parent(of: path)) }
        switch errno {
        case EEXIST: return
        case ENOENT where Self.parent(of: path) != path:
            try makeFolder(Self.parent(of: path))
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw DiskError(.makeFolder, path) }
            try syncFolder(Self.parent(of: path))
        default: throw DiskError(.makeFolder, path)
        }
    }

    public func create(_ path: String) throws(DiskError) -> any DiskFile {
        let descriptor = Glibc.open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DiskError(.create, path) }
        return SystemFile(descriptor, path)
    }

    public func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile {
        let access =
            switch use {
            case .reading: O_RDONLY
            case .writing: O_RDWR
            }
        let descriptor = Glibc.open(path, access | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError(.open, path) }
        return SystemFile(descriptor, path)
    }

    public func rename(_ path: String, to new: String) throws(DiskError) {
        guard Glibc.rename(path, new) == 0 else { throw DiskError(.rename, path) }
    }

    public func remove(_ path: String) throws(DiskError) {
        guard unlink(path) == 0 else { throw DiskError(.remove, path) }
    }

    public func syncFolder(_ path: String) throws(DiskError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw DiskError(.syncFolder, path) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw DiskError(.syncFolder, path) }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
