/// What opening the log found that an orderly end does not leave behind, and what became of it.
public struct LogRepaired: EventFields {
    public var kind: RepairKind
    public var file: String
    /// Of the first byte concerned.
    public var offset: Int
    public var bytes: Int
    /// The file in which those bytes are kept; nil where they are left in place.
    public var kept: String?

    public init(kind: RepairKind, file: String, offset: Int, bytes: Int, kept: String?) {
        self.kind = kind
        self.file = file
        self.offset = offset
        self.bytes = bytes
        self.kept = kept
    }

    init() {
        self.init(kind: .damaged, file: "", offset: 0, bytes: 0, kept: nil)
    }

    mutating func visit(_ fields: inout some FieldVisitor) {
        fields.word("kind", &kind)
        fields.text("file", &file)
        fields.count("offset", &offset)
        fields.count("bytes", &bytes)
        fields.text("kept", &kept)
    }
}
