import Foundation
import Glibc

/// A folder of a test's own; gone when the test is.
public final class TemporaryFolder: Sendable {
    public let path: String

    public init() throws {
        var template = Array(
            "\(FileManager.default.temporaryDirectory.path)/backstop-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            print("cannot remove \(path): \(error)")
        }
    }

    public func path(of name: String) -> String { path + "/" + name }

    @discardableResult
    public func write(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: path(of: name), atomically: false, encoding: .utf8)
        return path(of: name)
    }
}
