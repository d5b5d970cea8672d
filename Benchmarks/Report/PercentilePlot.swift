import Foundation

/// The distributions of a run as HdrHistogram's percentile text: one block for each side of each row, values in
/// microseconds.
///
/// gnuplot tells the blocks apart by their number: `plot "file" index 0 using 4:1 with lines` after
/// `set logscale x`. HdrHistogram's own plotter takes one block, cut out.
struct PercentilePlot {
    let report: BenchmarkReport

    var text: String {
        let blocks = report.rows.flatMap { row in row.figures.map { block(row.title, $0) } }
        return "# \(report.machine.text)\n" + blocks.joined(separator: "\n\n")
    }

    private func block(_ title: String, _ figures: Figures) -> String {
        var lines = [
            "# \(title): \(figures.label)", "#      Value   Percentile  TotalCount  1/(1-Percentile)",
        ]
        for point in figures.distribution {
            let part = point.percent / 100
            let inverse = part < 1 ? String(format: "%.2f", 1 / (1 - part)) : "inf"
            lines.append(
                String(format: "%12.3f %.10f %11d  ", point.value_ns / 1_000, part, Int(point.samples))
                    + inverse)
        }
        lines.append(
            String(format: "#[Max = %.3f, Total count = %d]", figures.max_ns / 1_000, Int(figures.samples)))
        return lines.joined(separator: "\n") + "\n"
    }
}
