import ArgumentParser

/// Which state folder a command is about.
struct StateOptions: ParsableArguments {
    @Option(
        name: .customLong("state-dir"),
        help: "The daemon's state folder (default: the platform's, $XDG_STATE_HOME/backstop).",
        completion: .directory)
    var stateDirectory: String?

    @Option(
        help: "Take the state folder from this configuration file.", completion: .file(extensions: ["toml"]))
    var config: String?

    func path() throws(CommandFailure) -> String {
        if let stateDirectory { return stateDirectory }
        guard let config else { return try StateDirectory.path(named: nil) }
        return try StateDirectory.path(named: try ConfigurationFile(path: config).load().stateDirectory)
    }
}
