import ArgumentParser

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows what a running daemon does, and how fast.")

    @OptionGroup var state: StateOptions

    @Flag(help: "One JSON object on one line.")
    var json = false

    func run() throws {
        let report = try ControlClient(stateDirectory: try state.path()).report()
        if json {
            var bare = report
            for index in bare.accounts.indices { bare.accounts[index].positions = [] }
            try Console.sayJSON(bare)
        } else {
            Console.write(StatusText(report).text)
        }
    }
}

struct PositionsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "positions", abstract: "Lists the open positions and their stops.")

    @OptionGroup var state: StateOptions

    @Flag(help: "One JSON object on one line.")
    var json = false

    private struct Listing: Encodable {
        var mode: String
        var positions: [PositionReport]
    }

    func run() throws {
        let report = try ControlClient(stateDirectory: try state.path()).report()
        let positions = report.accounts.flatMap(\.positions)
        if json {
            try Console.sayJSON(Listing(mode: report.mode, positions: positions))
        } else {
            Console.write(PositionTable(positions).text)
        }
    }
}
