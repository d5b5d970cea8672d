import Core

/// One step of one machine, and what it decided: the content of a record of kind `step`.
struct InputStep {
    var input: MachineInput
    var now: Instant
    var decisions: [MachineDecision]

    init(input: MachineInput, now: Instant, decisions: [MachineDecision]) {
        self.input = input
        self.now = now
        self.decisions = decisions
    }

    init(from decoder: InputDecoder) throws {
        now = Instant(nanoseconds: try decoder.number(Int64.self))
        input = try decoder.next(MachineInput.self)
        decisions = []
        for _ in 0..<(try decoder.number(UInt32.self)) {
            decisions.append(try decoder.next(MachineDecision.self))
        }
        try decoder.end()
    }

    /// Puts it into the place of whatever the encoder holds.
    func encode(with encoder: InputEncoder) throws {
        encoder.bytes.removeAll(keepingCapacity: true)
        encoder.append(number: now.nanoseconds)
        try encoder.append(input)
        encoder.append(number: UInt32(decisions.count))
        for decision in decisions { try encoder.append(decision) }
    }
}

/// Both machines whole: the content of a record of kind `checkpoint`.
struct InputCheckpoint {
    var now: Instant
    /// How many steps the run has had before it, recorded or not.
    var steps: UInt64
    var machines: MachineCheckpoint

    init(now: Instant, steps: UInt64, machines: MachineCheckpoint) {
        self.now = now
        self.steps = steps
        self.machines = machines
    }

    /// - Parameter content: that of the record, which the decoder is given here.
    init(_ content: ArraySlice<UInt8>, from decoder: InputDecoder) throws {
        guard content.starts(with: InputRecord.mark) else { throw InputCodingError.name }
        decoder.read(content.dropFirst(InputRecord.mark.count))
        decoder.forgetNames()
        now = Instant(nanoseconds: try decoder.number(Int64.self))
        steps = try decoder.number(UInt64.self)
        machines = try decoder.next(MachineCheckpoint.self)
        try decoder.end()
    }

    /// Puts it into the place of whatever the encoder holds; names begin anew.
    func encode(with encoder: InputEncoder) throws {
        encoder.bytes.removeAll(keepingCapacity: true)
        encoder.forgetNames()
        encoder.bytes.append(contentsOf: InputRecord.mark)
        encoder.append(number: now.nanoseconds)
        encoder.append(number: steps)
        try encoder.append(machines)
    }
}
