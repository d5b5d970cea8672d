/// The fields of one kind of event.
///
/// `visit` passes over every stored property, in an order that is the file's and never changes: a field is
/// neither moved nor dropped within a version of the format.
protocol EventFields: Hashable, Sendable {
    /// Blank, for a reader to fill.
    init()
    mutating func visit(_ fields: inout some FieldVisitor)
}
