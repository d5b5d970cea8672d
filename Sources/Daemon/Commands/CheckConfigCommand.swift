import ArgumentParser
import Core

struct CheckConfigCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Checks a configuration file; names every mistake with its line and column.",
        discussion: "Exits with 0 when the file can be used, with 78 when it cannot.")

    @Argument(help: "The file to check.", completion: .file(extensions: ["toml"]))
    var file: String

    @Flag(
        help: """
            Show the value in force of every key and where it comes from and, where a daemon runs on the state folder, \
            which rule set each open position gets.
            """)
    var explain = false

    @Option(
        name: .customLong("state-dir"), help: "The state folder; overrides the configuration.",
        completion: .directory)
    var stateDirectory: String?

    @Flag(help: "One JSON object on one line.")
    var json = false

    func run() throws {
        let document = ConfigurationFile(path: file)
        if json {
            try runAsJSON(document)
            return
        }
        let configuration = try document.load()
        Console.say(
            "\(file): valid, mode \(configuration.mode.name), \(configuration.rules.count) rule set(s)")
        if configuration.mode == .shadow {
            Console.say("mode shadow: nothing will be sent; positions are NOT PROTECTED")
        }
        if explain { Console.write(try Explanation(document, configuration, stateDirectory).text) }
    }

    private struct Verdict: Encodable {
        struct Problem: Encodable {
            var line: Int
            var column: Int
            var message: String
        }
        var valid: Bool
        var problems: [Problem]
        var explanation: Explanation?
    }

    private func runAsJSON(_ document: ConfigurationFile) throws {
        let problems = try document.problems()
        var verdict = Verdict(
            valid: problems.isEmpty,
            problems: problems.map {
                .init(line: $0.place.line, column: $0.place.column, message: $0.message)
            })
        if explain, problems.isEmpty {
            verdict.explanation = try Explanation(document, try document.load(), stateDirectory)
        }
        try Console.sayJSON(verdict)
        if !problems.isEmpty { throw ExitCode(CommandFailure.Code.configuration.rawValue) }
    }
}
