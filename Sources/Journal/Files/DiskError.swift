import Glibc

/// What a disk refused: the operation, the file and the system's error number.
public struct DiskError: Error, Hashable, Sendable, CustomStringConvertible {
    public enum Operation: String, Hashable, Sendable, CaseIterable {
        case list, open, create, size, write, sync, read, cut, rename, remove
        case makeFolder = "make folder"
        case syncFolder = "sync folder"
        /// What was read back is not what was written.
        case compare
    }

    public var operation: Operation
    public var path: String
    /// The system's; 0 where the system reported success.
    public var number: Int32

    public init(_ operation: Operation, _ path: String, number: Int32 = errno) {
        self.operation = operation
        self.path = path
        self.number = number
    }

    public var description: String {
        let reason = number == 0 ? "not what was written" : String(cString: strerror(number))
        return "\(operation.rawValue) \(path): \(reason)"
    }
}
