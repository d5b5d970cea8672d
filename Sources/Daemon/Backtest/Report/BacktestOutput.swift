import Core

/// What `backstop backtest` says in the end, in words or as JSON.
struct BacktestOutput: Encodable {
    var config: String
    var compare: String?
    var report: BacktestReport
    /// What the second configuration made of it.
    var compared: BacktestReport?
    /// What the second has more than the first.
    var difference: FigureSet?
    var session: BotComparison?

    private enum Keys: String, CodingKey {
        case config, compare, report, compared, difference, session
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Keys.self)
        try container.encode(config, forKey: .config)
        try container.encodeIfPresent(compare, forKey: .compare)
        try container.encode(report, forKey: .report)
        try container.encodeIfPresent(compared, forKey: .compared)
        try container.encodeIfPresent(difference, forKey: .difference)
        try container.encodeIfPresent(session, forKey: .session)
    }

    /// For people.
    ///
    /// - Parameter latency: of the broker model.
    func text(latency: TimeSpan) -> String {
        var text = heading(config, report, latency)
        if let compared, let difference, let compare {
            text += heading(compare, compared, latency) + "\n"
            text +=
                FigureTable(
                    [
                        (Self.name(config), report.total), (Self.name(compare), compared.total),
                        ("difference", difference),
                    ]
                ).text
        } else {
            let sets = report.ruleSets.count > 1 ? report.ruleSets.map { ($0.name, $0.figures) } : []
            let heading = report.ruleSets.count == 1 ? report.ruleSets[0].name : "total"
            text += "\n" + FigureTable(sets + [(heading, report.total)]).text
        }
        for limit in report.limits { text += "limit: \(limit)\n" }
        for note in report.notes { text += "note: \(note)\n" }
        if let session {
            text += "\nthe session as it was recorded, and the guardian on the same positions and prices\n\n"
            text += FigureTable([("recorded", session.recorded), ("backtest", session.backtest)]).text
        }
        return text
    }

    private func heading(_ name: String, _ report: BacktestReport, _ latency: TimeSpan) -> String {
        let mode =
            report.writtenMode == .manage
            ? "in mode \"manage\""
            : "as though in mode \"manage\" (the file says \"\(report.writtenMode.name)\")"
        let span = report.from.map { "\($0.text) to \(report.to.text)" } ?? "none"
        return "\(name) \(mode)\n\(report.ticks) quotes, \(span), broker latency \(latency.milliseconds) ms\n"
    }

    private static func name(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}
