import Core

/// The demo's screen: what is guarded, with stops following the market. Owner: the main thread.
struct LiveTable {
    /// Rows beyond this would scroll the head off most screens.
    private static let rowsMax = 30

    private let plan: DemoPlan

    init(_ plan: DemoPlan) { self.plan = plan }

    func begin() { Console.write("\u{1B}[?1049h\u{1B}[?25l") }
    func end() { Console.write("\u{1B}[?25h\u{1B}[?1049l") }

    func draw(_ report: DaemonReport, elapsed: TimeSpan) {
        var lines = head(report, elapsed)
        for account in report.accounts {
            lines += figures(account)
            lines.append("")
            lines += PositionTable(Array(account.positions.prefix(Self.rowsMax))).lines
            let hidden = account.positions.count - Self.rowsMax
            if hidden > 0 { lines.append("... and \(hidden) more") }
        }
        if report.accounts.isEmpty { lines.append("waiting for the terminal") }
        Console.write("\u{1B}[H" + lines.map { $0 + "\u{1B}[K\n" }.joined() + "\u{1B}[J")
    }

    private func head(_ report: DaemonReport, _ elapsed: TimeSpan) -> [String] {
        [
            "Backstop demo   mode \(report.mode.uppercased())   cap \(plan.cap.text)   seed \(plan.market.seed)   "
                + "\(elapsed.milliseconds / 1_000) of \(plan.seconds) s   (Ctrl-C ends it)",
            "",
        ]
    }

    private func figures(_ account: AccountReport) -> [String] {
        [
            "account \(account.account)  \(account.linked ? "linked" : "LINK LOST")   "
                + "\(account.guarded) of \(account.managed) positions have a stop   "
                + "worst case together \(account.worstCase) \(account.currency)",
            "ticks \(account.ticks)   stops sent \(account.stopsSent), proven \(account.stopsConfirmed), "
                + "rejected \(account.stopsRejected), unknown \(account.stopsUnknown)",
            "tick to request p50 \(account.tickToRequestUs.p50) us, p99 \(account.tickToRequestUs.p99) us   "
                + "request to proof p50 \(account.requestToConfirmMs.p50) ms   "
                + "first stop p50 \(account.firstStopMs.p50) ms, max \(account.firstStopMs.max) ms",
        ]
    }
}
