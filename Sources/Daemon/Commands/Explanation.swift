/// What `backstop check-config --explain` says of a valid file.
struct Explanation: Encodable {
    private struct Value: Encodable {
        let key: String
        let value: String?
        let origin: String
    }

    private let values: EffectiveValues
    private let folder: String
    /// `nil` where no daemon answers on the state folder.
    private let positions: [PositionAssignment]?

    /// - Throws: `CommandFailure` when the state folder cannot be named; a daemon that does not answer is no failure.
    init(
        _ document: ConfigurationFile, _ configuration: Configuration, _ stateDirectory: String?
    ) throws(CommandFailure) {
        let text = try document.text()
        var values: EffectiveValues
        do {
            values = try EffectiveValues(toml: text, environment: .process)
        } catch {
            throw CommandFailure(.configuration, error.text(file: document.path))
        }
        if let stateDirectory {
            values.replace("state_dir", with: stateDirectory, .flag("--state-dir"))
        } else if configuration.stateDirectory == nil {
            let platform = try StateDirectory.platform()
            values.replace("state_dir", with: platform.path, .environment(platform.variable))
        }
        self.values = values
        folder = try StateDirectory.path(named: stateDirectory ?? configuration.stateDirectory)
        positions = Self.positions(in: folder)?.map { PositionAssignment($0, by: configuration) }
    }

    private static func positions(in folder: String) -> [PositionReport]? {
        do {
            return try ControlClient(stateDirectory: folder).report().accounts.flatMap(\.positions)
        } catch {
            // Mostly that no daemon runs there, which the text says.
            return nil
        }
    }

    var text: String {
        var text = values.text
        guard let positions else {
            return text + "no daemon answers on the state folder \(folder): open positions are not known\n"
        }
        text += "\(positions.count) open position(s):\n"
        for position in positions { text += position.text + "\n" }
        return text
    }

    private enum Keys: String, CodingKey {
        case values
        case positions
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        let listed = values.entries.map { Value(key: $0.key, value: $0.value, origin: $0.origin.text) }
        try container.encode(listed, forKey: .values)
        try container.encodeIfPresent(positions, forKey: .positions)
    }
}
