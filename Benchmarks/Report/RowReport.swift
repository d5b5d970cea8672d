/// What one row of the table came to.
struct RowReport: Encodable {
    let title: String
    var figures: [Figures] = []
    var verdicts: [Verdict] = []
    /// What a reader must know to read the figures rightly.
    var notes: [String] = []
    /// Why the row was not measured.
    var skipped: String?

    init(_ title: String) { self.title = title }

    mutating func add(noise: Comparison.Noise, blocks: Int) {
        notes.append(
            "baseline against itself over \(blocks) blocks: p50 \(noise.p50.text) "
                + "(\(noise.p50Low.text) to \(noise.p50High.text)), p99 \(noise.p99.text)")
    }
}
