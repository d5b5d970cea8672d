/// A choice that the log writes as one word of lower-case letters and underscores.
///
/// The words are the file's, not the source's: a case may be renamed, its word may not.
protocol LogWord: Equatable, CaseIterable, Sendable {
    var word: StaticString { get }
}
