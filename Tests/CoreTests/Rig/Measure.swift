import Foundation

/// Measurements are printed only where somebody asked for them.
enum Measure {
    static var isWanted: Bool { ProcessInfo.processInfo.environment["BACKSTOP_MEASURE"] != nil }
}
