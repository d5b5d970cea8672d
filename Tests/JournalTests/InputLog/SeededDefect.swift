@testable import Core
@testable import Journal

/// One step with its decisions, as it goes to a recorder.
struct RecordedStep {
    var input: MachineInput
    var now: Instant
    var decisions: [MachineDecision]

    static func all(on tape: MachineTape) -> [RecordedStep] {
        var next = 0
        return tape.steps.map { step in
            defer { next += step.decisions }
            return RecordedStep(
                input: step.input, now: step.now,
                decisions: Array(tape.decisions[next..<next + step.decisions]))
        }
    }
}

extension InputRecorder {
    mutating func take(_ step: RecordedStep) {
        take(.init(input: step.input, now: step.now, decisions: step.decisions.count))
        for decision in step.decisions { take(decision) }
    }
}

/// What is wrong with a log that a replay must not pass.
enum SeededDefect: CaseIterable, Sendable {
    case dropsADecision
    /// One bit of a stop that goes out.
    case changesADecision
    /// One bit of a price.
    case changesAnInput
    case dropsAnInput
    case changesAMoment

    /// - Returns: whether the step is one that the defect can be in.
    func spoil(_ step: inout RecordedStep) -> Bool {
        switch self {
        case .dropsADecision:
            guard !step.decisions.isEmpty else { return false }
            step.decisions.removeLast()
        case .changesADecision:
            for index in step.decisions.indices {
                guard case .account(.modify(var command)) = step.decisions[index] else { continue }
                command.stopLoss = Price(points: command.stopLoss.points ^ 1)
                step.decisions[index] = .account(.modify(command))
                return true
            }
            return false
        case .changesAnInput:
            guard case .account(.position(var position)) = step.input else { return false }
            position.openPrice = Price(points: position.openPrice.points ^ 4)
            step.input = .account(.position(position))
        case .dropsAnInput:
            guard case .account(.position) = step.input else { return false }
            step.input = .account(.timePassed)
        case .changesAMoment:
            guard case .dispatch = step.input, !step.decisions.isEmpty else { return false }
            step.now = step.now + .milliseconds(1)
        }
        return true
    }
}
