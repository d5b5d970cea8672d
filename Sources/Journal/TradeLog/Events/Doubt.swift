/// Why nobody knows what became of a request.
public enum Doubt: Hashable, Sendable, CaseIterable {
    /// No answer in time.
    case deadline
    /// The answer leaves it open.
    case answer
    /// The link was lost.
    case link
    /// It was answered, and the position did not show it.
    case verification
}

extension Doubt: LogWord {
    var word: StaticString {
        switch self {
        case .deadline: "deadline"
        case .answer: "answer"
        case .link: "link"
        case .verification: "verification"
        }
    }
}
