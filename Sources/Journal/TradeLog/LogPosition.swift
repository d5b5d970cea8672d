/// Where one record stands: enough to find it, and to know that it is still the same one.
public struct LogPosition: Hashable, Sendable {
    public var file: LogFileName
    public var place: LinePlace
    public var sequence: UInt64
    /// Of the record's line.
    public var checksum: UInt32

    public init(file: LogFileName, place: LinePlace, sequence: UInt64, checksum: UInt32) {
        self.file = file
        self.place = place
        self.sequence = sequence
        self.checksum = checksum
    }
}
