import Foundation

/// How much of the repetitive tests is run: what fits a change, or with `BACKSTOP_SOAK=1` all of it.
enum TestSize {
    static let isSoak = ProcessInfo.processInfo.environment["BACKSTOP_SOAK"] == "1"

    static func seeds(_ usual: UInt64, soak: UInt64) -> UInt64 { isSoak ? soak : usual }
}
