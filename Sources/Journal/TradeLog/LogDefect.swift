/// Something in a log that should not be there, or is missing, and where.
public struct LogDefect: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// A line that does not end as a record ends.
        case notARecord = "not_a_record"
        /// A line whose bytes are not the ones that were written.
        case checksum
        /// A line with the right checksum whose content is none that this version writes.
        case content
        /// Bytes at the end of a file that are no whole record.
        case torn
        /// A whole record whose line feed is missing or damaged.
        case lineEnd = "line_end"
        /// Numbers that no file holds.
        case gap
        /// A number that stands in the log more than once.
        case repeated
        /// A record of another account.
        case foreign
        /// An opening of a ticket that was opened before, or a close of one that was not open.
        case unpaired
    }

    public var kind: Kind
    public var file: LogFileName
    public var line: Int
    /// Of the first byte.
    public var offset: Int
    public var detail: String
}

extension LogDefect.Kind {
    init(_ defect: LineDefect) {
        switch defect {
        case .notARecord: self = .notARecord
        case .checksum: self = .checksum
        case .content: self = .content
        }
    }
}
