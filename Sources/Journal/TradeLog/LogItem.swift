/// What stands at one place of a log file.
public enum LogItem: Sendable {
    case record(TradeRecord, LinePlace)
    case damaged(LineDefect, LinePlace)
    /// Bytes after the last line feed that are no whole record: the write that put them there was cut short.
    case torn(LinePlace)
    /// A whole record behind which the line feed is missing or another byte stands.
    case unended(TradeRecord, LinePlace)
}

/// Where a line stands in its file.
public struct LinePlace: Hashable, Sendable {
    /// From 1.
    public var line: Int
    /// Of its first byte.
    public var offset: Int
    /// In bytes, what ends it included.
    public var length: Int

    public init(line: Int, offset: Int, length: Int) {
        self.line = line
        self.offset = offset
        self.length = length
    }

    public var end: Int { offset + length }
}
