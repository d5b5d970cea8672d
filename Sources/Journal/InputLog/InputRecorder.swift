import Core

/// Writes the input log of one account from what it is given: steps with their decisions, checkpoints, gaps.
///
/// A step is written only behind a checkpoint, or behind steps that lead back to one without a gap; what cannot be
/// is counted, and the count written as soon as there is a checkpoint again. An error of the disk is such a gap and
/// never anything worse: recording starts anew in another file. Owner: the thread that records.
struct InputRecorder {
    private enum Course {
        /// Steps can be written.
        case recording
        /// So many have been lost since there was a checkpoint.
        case broken(steps: UInt64, GapCause)
    }

    private let limits: InputLogLimits
    private let encoder = InputEncoder()
    private var writer: InputLogWriter?
    private let makeWriter: () throws(DiskError) -> InputLogWriter
    private var course = Course.broken(steps: 0, .ring)
    /// The step whose decisions are still coming.
    private var underWay: (step: MachineTape.Step, decisions: [MachineDecision])?
    private var sinceCheckpoint: UInt64 = 0
    private var lastCheckpoint = Instant.zero
    private var last = Instant.zero
    private var notBefore = Instant.zero

    /// Steps since the run began, those that were lost included.
    private(set) var steps: UInt64 = 0
    private(set) var lost: UInt64 = 0
    private(set) var failure: DiskError?

    init(
        _ folder: InputFolder, limits: InputLogLimits, epoch: Epoch, build: String, machines: RecordedMachines
    ) {
        self.limits = limits
        makeWriter = { () throws(DiskError) in
            try InputLogWriter(folder, limits: limits, epoch: epoch, build: build, machines: machines)
        }
    }

    /// Whether the machines should be asked for a checkpoint.
    var needsCheckpoint: Bool {
        switch course {
        case .broken: last >= notBefore
        case .recording:
            sinceCheckpoint >= limits.stepsPerCheckpoint || last - lastCheckpoint >= limits.checkpointEvery
                || writer?.isFull == true
        }
    }

    mutating func take(_ step: MachineTape.Step) {
        last = step.now
        guard step.decisions > 0 else { return write(step, []) }
        underWay = (step, [])
    }

    mutating func take(_ decision: MachineDecision) {
        underWay?.decisions.append(decision)
        guard let whole = underWay, whole.decisions.count == whole.step.decisions else { return }
        underWay = nil
        write(whole.step, whole.decisions)
    }

    /// So many steps were never given; a checkpoint follows.
    mutating func takeGap(of count: UInt64) {
        steps += count
        lose(count, .ring)
    }

    mutating func take(_ checkpoint: MachineCheckpoint, at now: Instant) {
        last = now
        guard now >= notBefore else { return }
        attempt { recorder throws in try recorder.write(checkpoint, at: now) }
    }

    /// Hands to the system what has been recorded.
    mutating func flush() {
        attempt { recorder throws in try recorder.writer?.flush() }
    }

    var written: UInt64 { writer?.written ?? 0 }

    private mutating func write(_ step: MachineTape.Step, _ decisions: [MachineDecision]) {
        steps += 1
        guard case .recording = course else { return lose(1, .ring) }
        sinceCheckpoint += 1
        attempt { recorder throws in
            try InputStep(input: step.input, now: step.now, decisions: decisions).encode(
                with: recorder.encoder)
            let content = recorder.encoder.bytes
            recorder.writer?.append(.step, content)
            try recorder.writer?.flushIfWorthIt()
        }
    }

    private mutating func write(_ checkpoint: MachineCheckpoint, at now: Instant) throws {
        let encoder = encoder
        if writer == nil { writer = try makeWriter() }
        if writer?.isOpen == false || writer?.isFull == true { try writer?.begin(encoder) }
        if case .broken(let count, let cause) = course, count > 0 {
            encoder.bytes.removeAll(keepingCapacity: true)
            try encoder.append(InputGap(steps: count, cause: cause))
            let content = encoder.bytes
            writer?.append(.gap, content)
        }
        try InputCheckpoint(now: now, steps: steps, machines: checkpoint).encode(with: encoder)
        let content = encoder.bytes
        writer?.append(.checkpoint, content)
        course = .recording
        sinceCheckpoint = 0
        lastCheckpoint = now
        try writer?.flushIfWorthIt()
        failure = nil
    }

    private mutating func lose(_ count: UInt64, _ cause: GapCause) {
        lost += count
        switch course {
        case .recording: course = .broken(steps: count, cause)
        case .broken(let before, let first): course = .broken(steps: before + count, first)
        }
    }

    /// What a file would not take is lost, and everything behind it up to the next checkpoint.
    private mutating func attempt(_ body: (inout InputRecorder) throws -> Void) {
        do {
            try body(&self)
        } catch let error as DiskError {
            failure = error
            notBefore = last + limits.patience
            lose(writer?.abandon() ?? 0, .disk)
        } catch {
            preconditionFailure("Core has a type without a code: \(error)")
        }
    }
}
