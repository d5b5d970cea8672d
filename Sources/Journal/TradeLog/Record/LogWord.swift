import Core

/// A choice that the log writes as one word of lower-case letters and underscores.
///
/// The words are the file's, not the source's: a case may be renamed, its word may not.
protocol LogWord: Equatable, CaseIterable, Sendable {
    var word: StaticString { get }
}

extension Rule {
    /// Its word in the log, for whoever else writes for programs.
    public var logWord: String { text }
}

extension CloseCause {
    /// Its word in the log, for whoever else writes for programs.
    public var logWord: String { text }
}
