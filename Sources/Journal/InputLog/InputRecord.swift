import Core

/// A record of an input log, and how it stands in the file: a frame of 6 bytes, the content, and the CRC-32C of both
/// (4 bytes). The frame: the length of the content (4 bytes), its kind (1 byte), and the lowest byte of the CRC-32C
/// of these five, so that a damaged length is not taken for the torn end of a file. Numbers are little-endian.
///
/// A checkpoint's content begins with a mark, so that one can be found behind damage.
enum InputRecord {
    enum Kind: UInt8, CaseIterable {
        /// Whose file it is; the first record, and no other.
        case header = 1
        case step = 2
        case checkpoint = 3
        case gap = 4
    }

    /// The longest content: a checkpoint of some 100,000 positions.
    static let contentMax = 64 << 20
    static let mark = Array("CHECKPNT".utf8)
    static let frameBytes = 6
    static let checksumBytes = 4

    /// Appends one to `file`.
    ///
    /// - Precondition: `content` is no longer than `contentMax`.
    static func append(_ kind: Kind, _ content: [UInt8], to file: inout [UInt8]) {
        precondition(content.count <= contentMax, "a record is bounded")
        let start = file.count
        append(UInt32(content.count), to: &file)
        file.append(kind.rawValue)
        file.append(frameCheck(file[start...]))
        file.append(contentsOf: content)
        append(checksum(file[start...]), to: &file)
    }

    /// What a frame says; `nil` for bytes that are none.
    static func frame(_ bytes: ArraySlice<UInt8>) -> (kind: Kind, length: Int)? {
        guard bytes.count >= frameBytes, bytes[bytes.startIndex + 5] == frameCheck(bytes.prefix(5)),
            let kind = Kind(rawValue: bytes[bytes.startIndex + 4])
        else { return nil }
        let length = Int(number(bytes))
        return length <= contentMax ? (kind, length) : nil
    }

    static func checksum(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.withUnsafeBufferPointer { Checksum(of: $0).value }
    }

    static func number(_ bytes: ArraySlice<UInt8>) -> UInt32 {
        bytes.prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }

    private static func frameCheck(_ bytes: ArraySlice<UInt8>) -> UInt8 {
        UInt8(truncatingIfNeeded: checksum(bytes))
    }

    private static func append(_ number: UInt32, to bytes: inout [UInt8]) {
        for index in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * index))) }
    }
}

/// The first record of a file.
struct InputHeader: Codable, Hashable {
    static let magic = "backstop inputs"
    /// Raised when what is recorded of a step or a checkpoint changes its form.
    static let schemaNow: UInt32 = 2

    var magic = Self.magic
    var schema = Self.schemaNow
    var account: UInt64
    /// One life of the machines; files of one run follow each other.
    var run: UInt64
    /// From 1 within the run.
    var file: UInt64
    /// That of the machines when the run began.
    var epoch: Epoch
    /// Which program wrote it; another one may decide otherwise.
    var build: String
    var machines: RecordedMachines
}

/// Which of an account's machines a log is about.
public enum RecordedMachines: UInt8, Codable, Sendable {
    case accountAndShard = 0
    /// The shards are stepped by a pool of workers.
    case accountAlone = 1
}

/// Why steps are missing.
public enum GapCause: UInt8, Codable, Sendable {
    /// The ring to the recorder was full.
    case ring = 0
    /// The disk refused them.
    case disk = 1
}

/// Steps that found no room; a checkpoint follows.
struct InputGap: Codable, Hashable {
    var steps: UInt64
    var cause: GapCause
}
