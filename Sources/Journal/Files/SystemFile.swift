import Glibc

/// A file of the machine. Owner: the thread that opened it.
final class SystemFile: DiskFile {
    let path: String
    private let descriptor: Int32

    init(_ descriptor: Int32, _ path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    /// Nothing depends on the outcome of a close: what must be durable was synced.
    deinit { close(descriptor) }

    func size() throws(DiskError) -> Int {
        var facts = stat()
        guard fstat(descriptor, &facts) == 0 else { throw DiskError(.size, path) }
        return Int(facts.st_size)
    }

    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int {
        while true {
            let count = bytes.withUnsafeBytes { pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset)) }
            if count > 0 || bytes.isEmpty { return max(count, 0) }
            // Nothing taken and no reason given: as good as an error.
            guard count < 0 else { throw DiskError(.write, path, number: EIO) }
            guard errno == EINTR else { throw DiskError(.write, path) }
        }
    }

    func sync() throws(DiskError) {
        while fdatasync(descriptor) != 0 {
            guard errno == EINTR else { throw DiskError(.sync, path) }
        }
    }

    func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
        var number: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let rest = UnsafeMutableRawBufferPointer(buffer)[filled...]
                let got = pread(
                    descriptor, UnsafeMutableRawBufferPointer(rebasing: rest).baseAddress, count - filled,
                    off_t(offset + filled))
                if got < 0, errno == EINTR { continue }
                if got < 0 { number = errno }
                guard got > 0 else { break }
                filled += got
            }
        }
        guard number == 0 else { throw DiskError(.read, path, number: number) }
        return bytes
    }

    /// A wish: pages that are dirty or mapped stay. After a failed sync the kernel counts them as clean, and
    /// they go.
    func forget() { _ = posix_fadvise(descriptor, 0, 0, Int32(POSIX_FADV_DONTNEED)) }

    func cut(to size: Int) throws(DiskError) {
        while ftruncate(descriptor, off_t(size)) != 0 {
            guard errno == EINTR else { throw DiskError(.cut, path) }
        }
    }
}
