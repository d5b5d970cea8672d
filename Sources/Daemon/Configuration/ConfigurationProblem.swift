/// One thing that is wrong with a configuration file, and where.
struct ConfigurationProblem: Hashable, Sendable, Comparable, CustomStringConvertible {
    let place: SourcePlace
    let message: String

    static func < (left: ConfigurationProblem, right: ConfigurationProblem) -> Bool {
        (left.place.line, left.place.column, left.message)
            < (right.place.line, right.place.column, right.message)
    }

    var description: String { "\(place.line):\(place.column): \(message)" }
}

/// A place in a text file, both counted from 1; the column in characters.
struct SourcePlace: Hashable, Sendable {
    var line: Int
    var column: Int

    static let start = SourcePlace(line: 1, column: 1)
}

/// All that is wrong with a configuration file; never empty.
struct ConfigurationProblems: Error {
    let problems: [ConfigurationProblem]

    /// One line each, in the form editors understand: `file:line:column: message`.
    func text(file: String) -> String { problems.map { "\(file):\($0)" }.joined(separator: "\n") }
}
