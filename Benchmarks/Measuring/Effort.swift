/// How long the measurement may take.
enum Effort: Sendable {
    /// Enough blocks for the targets to be judged.
    case full
    /// For a look while working; the same rows and verdicts from fewer blocks.
    case quick

    var blocks: Int {
        switch self {
        case .full: 21
        case .quick: 5
        }
    }

    /// `count` of a full run, a fifth of it of a quick one.
    func scaled(_ count: Int) -> Int {
        switch self {
        case .full: count
        case .quick: max(1, count / 5)
        }
    }
}
