import Glibc

/// Why a command ends without success: a sysexits code and a sentence for the person.
struct CommandFailure: Error, CustomStringConvertible {
    enum Code: Int32, Sendable {
        /// The command line makes no sense.
        case usage = 64
        /// Input that should have been ours is damaged.
        case data = 65
        case noInput = 66
        /// Something that is needed does not answer.
        case unavailable = 69
        /// Our own promise was broken: an invariant, a child that died.
        case software = 70
        case operatingSystem = 71
        case cannotCreate = 73
        case inputOutput = 74
        /// Somebody else holds what is needed; later it may be free.
        case temporary = 75
        case noPermission = 77
        case configuration = 78
    }

    let code: Code
    let message: String

    init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// A failed system call; `errno` is read on entry.
    init(_ what: String, failed number: Int32 = errno) {
        let code: Code =
            switch number {
            case ENOENT, ENOTDIR, EISDIR: .noInput
            case EACCES, EPERM, EROFS: .noPermission
            case EIO, ENOSPC, EDQUOT: .inputOutput
            default: .operatingSystem
            }
        self.init(code, "\(what): \(String(cString: strerror(number)))")
    }

    var description: String { message }
}
