import Core
import Foundation
import Glibc

/// A configuration file on disk.
struct ConfigurationFile {
    let path: String

    /// - Throws: `CommandFailure`: `noInput` when it cannot be read, `configuration` with every problem.
    func load() throws(CommandFailure) -> Configuration {
        let document = try text()
        do {
            return try Configuration(toml: document, environment: .process)
        } catch {
            throw CommandFailure(.configuration, error.text(file: path))
        }
    }

    /// What is wrong with it; empty when it can be used.
    func problems() throws(CommandFailure) -> [ConfigurationProblem] {
        let document = try text()
        do {
            _ = try Configuration(toml: document, environment: .process)
            return []
        } catch {
            return error.problems
        }
    }

    /// - Throws: `CommandFailure`: `noInput` when it cannot be read, `configuration` when it is not text.
    func text() throws(CommandFailure) -> String {
        let bytes = try SmallFile.read(path, bytesMax: Configuration.fileBytesMax)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CommandFailure(.configuration, "\(path):1:1: the file is not UTF-8 text")
        }
        return text
    }
}

extension Configuration.Secret {
    /// The secret itself, without white space around it.
    ///
    /// - Throws: `CommandFailure`: `noInput`, or `configuration` when there is none.
    func reveal() throws(CommandFailure) -> String {
        let raw: String
        switch self {
        case .file(let path):
            raw = String(decoding: try SmallFile.read(path, bytesMax: 4_096), as: UTF8.self)
        case .environment(let name):
            guard let value = getenv(name) else {
                throw CommandFailure(
                    .configuration, "the environment has no \(name), which should hold the link token")
            }
            raw = String(cString: value)
        }
        return raw.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
