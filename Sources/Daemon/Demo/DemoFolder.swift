import Foundation
import Glibc

/// Where a demo keeps its state: a folder the person named, or a temporary one.
struct DemoFolder {
    let path: String
    private let isTemporary: Bool

    init(named: String?) throws(CommandFailure) {
        if let named {
            path = named
            isTemporary = false
            return
        }
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(parent)/backstop-demo-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw CommandFailure("cannot create a temporary folder in \(parent)")
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        isTemporary = true
    }

    func removeIfTemporary() {
        guard isTemporary else { return }
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            Console.complain("cannot remove \(path): \(error.localizedDescription)")
        }
    }
}
