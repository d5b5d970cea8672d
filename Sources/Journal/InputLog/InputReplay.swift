import Core

/// Feeds fresh machines with what others consumed, and compares what they decide, byte for byte (S8).
///
/// The machines begin at a checkpoint and are given every step that follows. What they decide is coded as the
/// recorder coded it, so equal means equal bytes. At the next checkpoint their whole state is compared as well, which
/// finds what no decision has shown yet. Behind a gap, damage or a difference they begin anew at the next checkpoint.
///
/// Total on whatever the files hold, as far as its checksums do not vouch for it. Owner: one thread.
public struct InputReplay {
    private struct Machines {
        var account: Account
        var shard: Shard?
    }

    private let folder: InputFolder
    private var report: ReplayReport
    private let encoder = InputEncoder()
    private let decoder = InputDecoder()
    /// `nil` until the next checkpoint.
    private var machines: Machines?
    /// Of the run; `nil` before its first checkpoint.
    private var steps: UInt64?
    private var present: (run: UInt64, file: UInt64)?
    private var accountEffects: [AccountEffect] = []
    private var shardEffects: [ShardEffect] = []

    private init(_ folder: InputFolder) {
        self.folder = folder
        report = ReplayReport(account: folder.account)
    }

    /// Replays everything there is.
    public static func run(_ folder: InputFolder) throws(DiskError) -> ReplayReport {
        var replay = InputReplay(folder)
        for name in try folder.files() { try replay.play(name) }
        return replay.report
    }

    private mutating func play(_ name: InputFileName) throws(DiskError) {
        report.files += 1
        var reader = try InputFileReader(try folder.disk.open(folder.path(of: name), for: .reading))
        var isKnown = false
        while let item = try reader.next() {
            switch item {
            case .record(let kind, let content, let offset):
                let place = ReplayReport.Place(file: name.text, offset: offset)
                switch kind {
                case .header: isKnown = open(content, name, place)
                case .step where isKnown: step(content, place)
                case .checkpoint where isKnown: begin(content, place)
                case .gap where isKnown: skip(content, place)
                case .step, .checkpoint, .gap: report.passedOver += 1
                }
            case .damaged(let range):
                damage(
                    "\(range.count) bytes are no records", .init(file: name.text, offset: range.lowerBound))
                // Only the header may be what is damaged: what follows says itself what it is.
                if range.lowerBound == 0 { isKnown = adopt(name) }
            case .torn(let range):
                report.tornEnds.append(.init(file: name.text, offset: range.lowerBound))
                machines = nil
            }
        }
    }

    private mutating func open(
        _ content: ArraySlice<UInt8>, _ name: InputFileName, _ place: ReplayReport.Place
    ) -> Bool {
        do {
            decoder.read(content)
            decoder.forgetNames()
            let header = try decoder.next(InputHeader.self)
            try decoder.end()
            guard header.magic == InputHeader.magic, header.schema == InputHeader.schemaNow else {
                damage("written in form \(header.schema), which this program does not read", place)
                return false
            }
            guard header.account == folder.account.rawValue, header.run == name.run, header.file == name.file
            else {
                damage("file \(header.file) of run \(header.run) of account \(header.account)", place)
                return false
            }
            report.builds.insert(header.build)
            return adopt(name)
        } catch {
            damage("the header does not decode: \(error)", place)
            return false
        }
    }

    /// Machines live on from file to file of one run, as long as none is missing.
    private mutating func adopt(_ name: InputFileName) -> Bool {
        if present?.run != name.run {
            report.runs += 1
            machines = nil
            steps = nil
        } else if let before = present?.file, before + 1 != name.file {
            machines = nil
        }
        present = (name.run, name.file)
        return true
    }

    private mutating func begin(_ content: ArraySlice<UInt8>, _ place: ReplayReport.Place) {
        do {
            let checkpoint = try InputCheckpoint(content, from: decoder)
            report.checkpoints += 1
            if let machines {
                let reached = MachineCheckpoint(account: machines.account, shard: machines.shard)
                let own = InputCheckpoint(now: checkpoint.now, steps: steps ?? 0, machines: reached)
                try own.encode(with: encoder)
                if !content.elementsEqual(encoder.bytes) { differ(from: checkpoint, own, place) }
            }
            // The code of what was read, so that both sides know the same names.
            try checkpoint.encode(with: encoder)
            guard content.elementsEqual(encoder.bytes) else {
                machines = nil
                return damage("a checkpoint that is not its own code", place)
            }
            machines = Machines(account: checkpoint.machines.account, shard: checkpoint.machines.shard)
            steps = checkpoint.steps
        } catch {
            damage("a checkpoint does not decode: \(error)", place)
        }
    }

    private mutating func skip(_ content: ArraySlice<UInt8>, _ place: ReplayReport.Place) {
        machines = nil
        do {
            decoder.read(content)
            let gap = try decoder.next(InputGap.self)
            try decoder.end()
            report.gaps.append(.init(place: place, steps: gap.steps, cause: gap.cause))
        } catch {
            damage("a gap does not decode: \(error)", place)
        }
    }

    private mutating func step(_ content: ArraySlice<UInt8>, _ place: ReplayReport.Place) {
        guard machines != nil else {
            report.passedOver += 1
            return
        }
        do {
            decoder.read(content)
            let recorded = try InputStep(from: decoder)
            report.steps += 1
            report.decisions += UInt64(recorded.decisions.count)
            steps = (steps ?? 0) + 1
            guard let decisions = decide(recorded.input, at: recorded.now) else {
                return damage("a step of a machine that is not recorded here", place)
            }
            let replayed = InputStep(input: recorded.input, now: recorded.now, decisions: decisions)
            try replayed.encode(with: encoder)
            if !content.elementsEqual(encoder.bytes) { differ(from: recorded, replayed, place) }
        } catch {
            damage("a step does not decode: \(error)", place)
        }
    }

    /// `nil` for a machine that is not here.
    private mutating func decide(_ input: MachineInput, at now: Instant) -> [MachineDecision]? {
        accountEffects.removeAll(keepingCapacity: true)
        shardEffects.removeAll(keepingCapacity: true)
        switch input {
        case .account(let event): machines?.account.step(event, at: now, into: &accountEffects)
        case .dispatch: machines?.account.dispatch(at: now, into: &accountEffects)
        case .shard(let event):
            guard machines?.shard != nil else { return nil }
            machines?.shard?.step(event, at: now, into: &shardEffects)
        }
        return accountEffects.map { .account($0) } + shardEffects.map { .shard($0) }
    }

    private mutating func differ(
        from recorded: InputStep, _ replayed: InputStep, _ place: ReplayReport.Place
    ) {
        machines = nil
        report.add(
            .init(
                kind: .decisions, place: place, step: steps ?? 0, now: recorded.now,
                input: "\(recorded.input)",
                recorded: "\(recorded.decisions)", replayed: "\(replayed.decisions)"))
    }

    private mutating func differ(
        from recorded: InputCheckpoint, _ own: InputCheckpoint, _ place: ReplayReport.Place
    ) {
        let parts = StateComparison(recorded, own)
        report.add(
            .init(
                kind: .state, place: place, step: steps ?? 0, now: recorded.now, input: "checkpoint",
                recorded: parts.recorded, replayed: parts.replayed))
    }

    private mutating func damage(_ reason: String, _ place: ReplayReport.Place) {
        machines = nil
        report.damages.append(.init(place: place, reason: reason))
    }
}
