/// What one row of the table came to.
struct RowReport: Encodable {
    let title: String
    var figures: [Figures] = []
    var verdicts: [Verdict] = []
    /// What a reader must know to read the figures rightly.
    var notes: [String] = []
    /// What this machine lacks, so that the row was not measured.
    var skipped: String?
    /// What went wrong, so that the row was not measured: the run has failed.
    var failed: String?

    init(_ title: String, skipped: String? = nil, failed: String? = nil) {
        self.title = title
        self.skipped = skipped
        self.failed = failed
    }

    mutating func add(noise: Comparison.Noise, blocks: Int) {
        notes.append(
            "baseline against itself over \(blocks) blocks: p50 \(noise.p50.text) "
                + "(\(noise.p50Low.text) to \(noise.p50High.text)), p99 \(noise.p99.text)")
    }
}
