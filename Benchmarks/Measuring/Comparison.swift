import Core
import Runtime

/// Measures a subject beside its baseline in interleaved blocks of one run.
///
/// What else the machine does changes from second to second and hits neighbouring blocks alike, so each
/// block gives one ratio, and the median of all is what counts. The baseline runs twice in every block: the
/// ratio of the two is the noise floor, what the method tells of two equal things. The order rotates.
struct Comparison {
    /// Both sides over all blocks, and the median ratios.
    struct Outcome {
        var subject: LatencyHistogram
        var baseline: LatencyHistogram
        var p50: Double
        var p99: Double
        var noise: Noise
        var blocks: Int
    }

    /// The baseline against itself: the lowest and the highest p50 ratio of a block, and the medians.
    struct Noise {
        var p50: Double
        var p99: Double
        var p50Low: Double
        var p50High: Double
    }

    typealias Block = (inout LatencyHistogram) throws -> Void

    private enum Part: CaseIterable { case subject, baseline, again }

    /// - Parameter blocks: at least 1.
    static func run(blocks: Int, baseline: Block, subject: Block) throws -> Outcome {
        var block = LatencyHistogram()
        var all = (subject: LatencyHistogram(), baseline: LatencyHistogram())
        var ratios = (p50: [Double](), p99: [Double](), noise50: [Double](), noise99: [Double]())
        for number in 0..<blocks {
            var summaries: [Part: LatencyHistogram.Summary] = [:]
            for turn in Part.allCases.indices {
                let part = Part.allCases[(turn + number) % Part.allCases.count]
                block.reset()
                switch part {
                case .subject:
                    try subject(&block)
                    all.subject.include(block)
                case .baseline, .again:
                    try baseline(&block)
                    if part == .baseline { all.baseline.include(block) }
                }
                summaries[part] = block.summary
            }
            guard let one = summaries[.subject], let two = summaries[.baseline],
                let three = summaries[.again]
            else { throw BenchmarkFailure("a block did not run") }
            ratios.p50.append(ratio(one.p50_ns, two.p50_ns))
            ratios.p99.append(ratio(one.p99_ns, two.p99_ns))
            ratios.noise50.append(ratio(three.p50_ns, two.p50_ns))
            ratios.noise99.append(ratio(three.p99_ns, two.p99_ns))
        }
        return Outcome(
            subject: all.subject, baseline: all.baseline, p50: median(ratios.p50),
            p99: median(ratios.p99),
            noise: Noise(
                p50: median(ratios.noise50), p99: median(ratios.noise99),
                p50Low: ratios.noise50.min() ?? 1, p50High: ratios.noise50.max() ?? 1),
            blocks: blocks)
    }

    private static func ratio(_ one: UInt64, _ other: UInt64) -> Double {
        Double(one) / Double(max(other, 1))
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return .nan }
        return sorted.count % 2 == 1 ? upper : (upper + sorted[sorted.count / 2 - 1]) / 2
    }
}
