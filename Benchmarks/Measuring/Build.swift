/// How this program was compiled.
enum Build {
    case debug
    case release

    static var present: Build {
        #if DEBUG
            .debug
        #else
            .release
        #endif
    }

    var name: String {
        switch self {
        case .debug: "debug"
        case .release: "release"
        }
    }
}
