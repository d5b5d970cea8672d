import Core

/// The files of one run of one account: appends, begins new ones, and keeps all of them within their bounds.
///
/// It does not sync: what a power cut takes is the end of a log that nothing depends on, and the end of a file is
/// recognised for what it is. Owner: the thread that records.
struct InputLogWriter {
    private let folder: InputFolder
    private let limits: InputLogLimits
    private var header: InputHeader
    private var file: (any DiskFile)?
    private var size = 0
    /// Not yet written; at most a few batches.
    private var pending: [UInt8] = []
    /// Steps among what is pending.
    private var pendingSteps: UInt64 = 0
    /// The files of earlier runs and of this one, the present one excepted, the oldest first.
    private var former: [(name: InputFileName, size: Int)] = []

    private static let pendingMax = 64 << 10

    /// Bytes written.
    private(set) var written: UInt64 = 0

    /// Finds out what is there. The run's number is the next that no file has.
    init(
        _ folder: InputFolder, limits: InputLogLimits, epoch: Epoch, build: String, machines: RecordedMachines
    ) throws(DiskError) {
        self.folder = folder
        self.limits = limits
        try folder.disk.makeFolder(folder.path)
        for name in try folder.files() {
            let size = try folder.disk.open(folder.path(of: name), for: .reading).size()
            former.append((name, size))
        }
        header = InputHeader(
            account: folder.account.rawValue, run: (former.last?.name.run ?? 0) + 1, file: 0, epoch: epoch,
            build: build, machines: machines)
    }

    /// Whether the present file has had enough.
    var isFull: Bool { size + pending.count >= limits.fileBytes }

    var isOpen: Bool { file != nil }

    /// Ends the present file and begins the next; the first thing in it must be a checkpoint.
    mutating func begin(_ encoder: InputEncoder) throws {
        try flush()
        if file != nil { former.append((InputFileName(run: header.run, file: header.file), size)) }
        file = nil
        size = 0
        header.file += 1
        try makeRoom()
        let name = InputFileName(run: header.run, file: header.file)
        file = try folder.disk.create(folder.path(of: name))
        encoder.bytes.removeAll(keepingCapacity: true)
        encoder.forgetNames()
        try encoder.append(header)
        append(.header, encoder.bytes)
    }

    /// Gives up on the present file. What it holds of the last write is cut off; where even that is refused, it ends
    /// torn.
    ///
    /// - Returns: how many steps are lost with it.
    mutating func abandon() -> UInt64 {
        defer { pendingSteps = 0 }
        cutBack()
        if file != nil { former.append((InputFileName(run: header.run, file: header.file), size)) }
        file = nil
        size = 0
        pending.removeAll(keepingCapacity: true)
        return pendingSteps
    }

    mutating func append(_ kind: InputRecord.Kind, _ content: [UInt8]) {
        if kind == .step { pendingSteps += 1 }
        InputRecord.append(kind, content, to: &pending)
    }

    /// Writes what is worth a write.
    mutating func flushIfWorthIt() throws(DiskError) {
        if pending.count >= Self.pendingMax { try flush() }
    }

    mutating func flush() throws(DiskError) {
        guard let file, !pending.isEmpty else { return }
        try file.writeAll(pending, at: size)
        size += pending.count
        written += UInt64(pending.count)
        pending.removeAll(keepingCapacity: true)
        pendingSteps = 0
    }

    /// The reader recognises a torn end too: this only spares it the trouble.
    private func cutBack() {
        do throws(DiskError) {
            try file?.cut(to: size)
        } catch {
            return
        }
    }

    private mutating func makeRoom() throws(DiskError) {
        var total = former.reduce(0) { $0 + $1.size }
        while let oldest = former.first, total + limits.fileBytes > limits.totalBytes {
            try folder.disk.remove(folder.path(of: oldest.name))
            total -= oldest.size
            former.removeFirst()
        }
    }
}
