import Core
import Glibc

/// What the trade log is compared with: lines that are ready, appended in batches, each with one `fdatasync`.
/// Neither a checksum nor a comparison, nothing to encode.
struct BareLog {
    private let file: Int32
    private let line: [UInt8]

    /// - Parameter bytes: of a line.
    init(in folder: String, line bytes: Int) throws {
        file = open("\(folder)/bare", O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw BenchmarkFailure("cannot create \(folder)/bare") }
        line = [UInt8](repeating: UInt8(ascii: "x"), count: bytes)
    }

    func close() { _ = Glibc.close(file) }

    /// Appends `count` lines in batches of `batch`.
    func append(_ count: Int, batch: Int) throws {
        var left = count
        while left > 0 {
            let lines = min(batch, left)
            left -= lines
            var bytes: [UInt8] = []
            bytes.reserveCapacity(lines * line.count)
            for _ in 0..<lines { bytes += line }
            guard write(file, bytes, bytes.count) == bytes.count, fdatasync(file) == 0 else {
                throw BenchmarkFailure("the disk does not take what is written to it")
            }
        }
    }
}
