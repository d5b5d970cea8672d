import Core
import TOMLKit

extension Configuration {
    /// The largest file that is read, in bytes.
    static let fileBytesMax = 1 << 20

    /// - Throws: `ConfigurationProblems` with everything that is wrong.
    init(
        toml document: String, environment: EnvironmentOverrides = .none
    ) throws(ConfigurationProblems) {
        let table = try Self.parse(document)
        environment.apply(to: table)
        var reader = ConfigurationReader(places: KeyPlaces(document), environment: environment)
        let top = ConfigurationReader.Section(table: table, path: "", name: "")
        reader.refuseUnknownKeys(top)
        let mode = Self.mode(&reader, top)
        let stateDirectory = reader.text(top, "state_dir")
        let link = Self.link(&reader, top)
        let account = Self.account(&reader, top)
        let flow = Self.flow(&reader, top)
        let exposure = Self.exposure(&reader, top)
        let rules = Self.rules(&reader, top, mode: mode)
        let driver = Self.driver(&reader, top)
        let journal = Self.journal(&reader, top)
        guard reader.problems.isEmpty, let mode, let link, let account, let flow else {
            throw ConfigurationProblems(problems: reader.problems.sorted())
        }
        self.init(
            mode: mode, stateDirectory: stateDirectory, link: link, account: account, rules: rules)
        self.driver = driver
        self.flow = flow
        self.exposure = exposure
        self.journal = journal
    }

    static func parse(_ document: String) throws(ConfigurationProblems) -> TOMLTable {
        if let place = placeOfNull(document) {
            throw ConfigurationProblems(problems: [.init(place: place, message: "a zero byte is not text")])
        }
        do {
            return try TOMLTable(string: document)
        } catch let error as TOMLParseError {
            let place = SourcePlace(line: error.source.begin.line, column: error.source.begin.column)
            throw ConfigurationProblems(problems: [.init(place: place, message: error.description)])
        } catch {
            throw ConfigurationProblems(problems: [.init(place: .start, message: "\(error)")])
        }
    }

    /// The parser takes C strings: what follows a zero byte would silently be left out.
    private static func placeOfNull(_ document: String) -> SourcePlace? {
        guard document.utf8.contains(0) else { return nil }
        let before = document.utf8.prefix { $0 != 0 }
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        let column = before.reversed().prefix { $0 != UInt8(ascii: "\n") }.count + 1
        return SourcePlace(line: line, column: column)
    }

    private static func mode(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> ControlMode? {
        guard reader.has(top, "mode") else { return .shadow }
        guard let written = reader.text(top, "mode") else { return nil }
        if let known = ControlMode.names.first(where: { $0.name == written }) { return known.mode }
        let names = ControlMode.names.map { "\"\($0.name)\"" }.joined(separator: ", ")
        reader.report("mode", "\"mode\" is \"\(written)\"; it must be one of \(names)")
        return nil
    }

    private static func link(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> Link? {
        guard let section = reader.section(top, "link") else {
            if !reader.has(top, "link") {
                reader.report("", "[link] with \"token_file\" or \"token_env\" is missing")
            }
            return nil
        }
        reader.refuseUnknownKeys(section)
        let address = reader.text(section, "address") ?? "127.0.0.1"
        if !isLoopback(address) {
            reader.report(
                section.path(of: "address"),
                "\"address\" must be a loopback address (127.x.x.x): the link is not encrypted; "
                    + "a terminal on another machine comes through a tunnel")
        }
        let port = reader.integer(section, "port", in: 0...65_535) ?? 5_610
        let heartbeat = reader.integer(section, "heartbeat_ms", in: 50...10_000) ?? 1_000
        let timeout = reader.integer(section, "timeout_ms", in: 200...60_000) ?? 3_000
        if timeout < 2 * heartbeat {
            reader.report(
                section.path(of: "timeout_ms"),
                "\"timeout_ms\" is \(timeout); it must be at least twice \"heartbeat_ms\" (\(heartbeat))")
        }
        guard let token = token(&reader, section) else { return nil }
        return Link(
            address: address, port: UInt16(port), token: token, heartbeat: .milliseconds(heartbeat),
            timeout: .milliseconds(timeout))
    }

    private static func token(
        _ reader: inout ConfigurationReader, _ section: ConfigurationReader.Section
    ) -> Secret? {
        let file = reader.text(section, "token_file")
        let name = reader.text(section, "token_env")
        switch (reader.has(section, "token_file"), reader.has(section, "token_env")) {
        case (true, false): return file.map { .file(path: $0) }
        case (false, true): return name.map { .environment(name: $0) }
        case (true, true):
            reader.report(section.path(of: "token_env"), "give \"token_file\" or \"token_env\", not both")
        case (false, false):
            reader.report(
                section.path, "\"token_file\" or \"token_env\" is missing in [link]: where the link token is")
        }
        return nil
    }

    private static func isLoopback(_ address: String) -> Bool {
        let parts = address.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func account(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> AccountCheck? {
        guard reader.has(top, "account") else { return AccountCheck() }
        guard let section = reader.section(top, "account") else { return nil }
        reader.refuseUnknownKeys(section)
        let number = reader.integer(section, "number", in: 1...Int64.max)
        let currency = reader.text(section, "currency")
        return AccountCheck(number: number.map { AccountNumber(UInt64($0)) }, currency: currency)
    }
}
