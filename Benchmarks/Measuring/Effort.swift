/// How long the measurement may take.
///
/// A debug build, tens of times slower and judged by the budgets alone, does the least that shows whether
/// they hold.
enum Effort: Sendable {
    /// Enough blocks for the targets to be judged.
    case full
    /// For a look while working; the same rows and verdicts from fewer blocks.
    case quick

    var blocks: Int {
        switch (Build.present, self) {
        case (.debug, .full), (.debug, .quick): 3
        case (.release, .full): 21
        case (.release, .quick): 5
        }
    }

    /// `count` of a full run, a fifth of it of a quick one, a fiftieth of it of a debug build.
    func scaled(_ count: Int) -> Int {
        switch (Build.present, self) {
        case (.debug, .full), (.debug, .quick): max(1, count / 50)
        case (.release, .full): count
        case (.release, .quick): max(1, count / 5)
        }
    }
}
