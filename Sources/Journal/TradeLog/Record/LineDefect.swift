/// Why a line of the trade log cannot be read.
public enum LineDefect: String, Error, Hashable, Sendable, CaseIterable {
    /// It does not end as a record ends.
    case notARecord = "not_a_record"
    /// Its bytes are not the ones that were written.
    case checksum
    /// The checksum is right, and the content is none that this version writes.
    case content
}
