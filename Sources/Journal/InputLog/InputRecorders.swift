import Core

/// The input logs of all accounts. Owner: the thread that records.
struct InputRecorders {
    private let place: InputPlace
    private var recorders: [AccountNumber: InputRecorder] = [:]
    /// Of lives that have ended.
    private var former = InputFigures()

    init(_ place: InputPlace) { self.place = place }

    mutating func take(_ item: InputItem) {
        switch item {
        case .opened(let account, let epoch, let machines):
            if var ended = recorders.removeValue(forKey: account) {
                ended.flush()
                former.add(ended)
            }
            recorders[account] = InputRecorder(
                InputFolder(account: account, in: place.state, disk: place.disk), limits: place.limits,
                epoch: epoch, build: place.build, machines: machines)
        case .step(let account, let step): recorders[account]?.take(step)
        case .decision(let account, let decision): recorders[account]?.take(decision)
        case .checkpoint(let account, let checkpoint, let now): recorders[account]?.take(checkpoint, at: now)
        case .gap(let account, let steps): recorders[account]?.takeGap(of: steps)
        }
    }

    var needsCheckpoint: Bool { recorders.values.contains { $0.needsCheckpoint } }

    mutating func flush() {
        for account in recorders.keys { recorders[account]?.flush() }
    }

    var figures: InputFigures {
        var figures = former
        for recorder in recorders.values {
            figures.add(recorder)
            if let failure = recorder.failure { figures.health = .failing(failure) }
        }
        return figures
    }
}

extension InputFigures {
    fileprivate mutating func add(_ recorder: InputRecorder) {
        steps += recorder.steps
        lost += recorder.lost
        bytes += recorder.written
    }
}
