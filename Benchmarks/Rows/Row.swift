/// One thing that is measured, beside what it is compared with.
protocol Row {
    /// What `--only` calls it.
    static var name: String { get }
    static func measure(_ effort: Effort) throws -> [RowReport]
}
