import Runtime

/// Records that could not be kept: the journal's queue was full. Nothing is silently missing.
public struct RecordsMissing: EventFields {
    public var records: Int
    /// Of the first one that is missing.
    public var first: WallTime
    public var last: WallTime

    public init(records: Int, first: WallTime, last: WallTime) {
        self.records = records
        self.first = first
        self.last = last
    }

    init() {
        self.init(records: 0, first: WallTime(nanoseconds: 0), last: WallTime(nanoseconds: 0))
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.count("records", &records)
        fields.moment("from", &first)
        fields.moment("to", &last)
    }
}
