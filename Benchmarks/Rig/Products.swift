import Core
import Foundation

/// The package's other programs, of the same build as this one, and its files.
enum Products {
    /// Where this program and the others lie.
    private static let folder = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent()
    /// The package, as long as its build folder is where it was built.
    private static let root = folder.deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Where the program is; one that is not there is built first, which may take minutes.
    ///
    /// - Throws: `Unavailable` when it cannot be built.
    static func path(_ name: String) throws -> String {
        let path = folder.appendingPathComponent(name).path
        if FileManager.default.isExecutableFile(atPath: path) { return path }
        _ = try file("Package.swift")
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

    /// A file of the package.
    ///
    /// - Throws: `Unavailable` when it is not there.
    static func file(_ name: String) throws -> String {
        let path = root.appendingPathComponent(name).path
        guard FileManager.default.fileExists(atPath: path) else { throw Unavailable("there is no \(path)") }
        return path
    }
}
