/// What was found.
public enum RepairKind: Hashable, Sendable, CaseIterable {
    /// The end of a file, cut short by a crash or a failed write.
    case torn
    /// Records that a later file has too.
    case repeated
    /// A whole record without its line feed; it is written again.
    case renewed
    /// Bytes that are no record, amid records.
    case damaged
    /// The device refused to make a file durable.
    case unsynced
}

extension RepairKind: LogWord {
    var word: StaticString {
        switch self {
        case .torn: "torn"
        case .repeated: "repeated"
        case .renewed: "renewed"
        case .damaged: "damaged"
        case .unsynced: "unsynced"
        }
    }
}
