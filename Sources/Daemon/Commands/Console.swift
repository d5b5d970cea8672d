import Foundation
import Glibc

/// The terminal or file behind the standard output and error.
enum Console {
    /// Whether a person looks at the standard output.
    static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes text as it is. Output that nobody takes any more (a closed pipe) is dropped.
    static func write(_ text: String, to file: Int32 = STDOUT_FILENO) {
        do {
            try SmallFile.write(Array(text.utf8), to: file, named: "the output")
        } catch {
            // There is nobody left to tell.
            return
        }
    }

    static func say(_ line: String) { write(line + "\n") }

    static func complain(_ message: String) { write("backstop: \(message)\n", to: STDERR_FILENO) }

    /// One JSON object on one line, keys sorted.
    static func sayJSON(_ value: some Encodable) throws(CommandFailure) { say(try json(value)) }

    static func json(_ value: some Encodable) throws(CommandFailure) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        } catch {
            throw CommandFailure(.software, "cannot write JSON: \(error)")
        }
    }
}
