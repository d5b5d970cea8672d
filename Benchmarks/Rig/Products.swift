import Core
import Foundation

/// The package's other programs, of the same build as this one.
enum Products {
    /// Where the program is; one that is not there is built first, which may take minutes.
    ///
    /// - Throws: when it cannot be built; the row says so and is skipped.
    static func path(_ name: String) throws -> String {
        let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent()
        let path = folder.appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        let root = folder.deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        guard FileManager.default.fileExists(atPath: root.appendingPathComponent("Package.swift").path)
        else { throw Unavailable("there is no \(path)") }
        let arguments = [
            "swift", "build", "--package-path", root.path, "--configuration", Build.present.name,
            "--product", name,
        ]
        let build = try Child.run("/usr/bin/env", arguments, patience: .seconds(1_200))
        guard build.status == 0, FileManager.default.isExecutableFile(atPath: path) else {
            throw Unavailable("there is no \(path), and `swift build --product \(name)` failed")
        }
        return path
    }
}
