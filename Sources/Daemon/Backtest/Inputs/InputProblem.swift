/// One thing that is wrong with an input file, and the line on which it is, counted from 1.
struct InputProblem: Hashable, Sendable {
    let line: Int
    let message: String
}

/// All that is wrong with an input file; never empty.
struct InputProblems: Error {
    static let shownMax = 50

    let problems: [InputProblem]

    /// One line each, in the form editors understand: `file:line: message`.
    func text(file: String) -> String {
        var lines = problems.prefix(Self.shownMax).map { "\(file):\($0.line): \($0.message)" }
        if problems.count > Self.shownMax {
            lines.append("\(file): and \(problems.count - Self.shownMax) more")
        }
        return lines.joined(separator: "\n")
    }
}
