import Bridge
import Core
import Runtime

extension DaemonReport.Percentiles {
    init(microseconds summary: LatencyHistogram.Summary) { self.init(summary, unit_ns: 1_000) }
    init(milliseconds summary: LatencyHistogram.Summary) { self.init(summary, unit_ns: 1_000_000) }

    /// Three decimals are kept.
    private init(_ summary: LatencyHistogram.Summary, unit_ns: Double) {
        func value(_ nanoseconds: UInt64) -> Double {
            (Double(nanoseconds) / unit_ns * 1_000).rounded() / 1_000
        }
        self.init(
            count: summary.count, p50: value(summary.p50_ns), p99: value(summary.p99_ns),
            p999: value(summary.p999_ns), max: value(summary.max_ns))
    }
}

extension DaemonReport.WatchdogFigures {
    init(_ report: WatchdogReport) {
        self.init(
            checks: report.checks, latenessMs: .init(milliseconds: report.lateness),
            lateChecks: report.lateChecks, findings: report.findings)
    }
}

extension DaemonReport.LeaseFigures {
    init(_ health: LeaseHealth) {
        self.init(
            acquisitions: health.acquisitions, contention: health.contention, timeouts: health.timeouts,
            reclaimed: health.timeouts + health.ownersLost, stale: health.stale, active: health.active,
            waitMs: .init(milliseconds: health.waited), holdMs: .init(milliseconds: health.held))
    }
}

extension DaemonReport.DriverFigures {
    init(_ owner: Guardians) {
        guard let pooled = owner.pooled else {
            self.init(mode: "inline", wait: nil, outdated: 0, moves: 0, replacements: 0, workers: [])
            return
        }
        let workers = pooled.pool.reports
        self.init(
            mode: "pool", wait: pooled.pool.plan.wait.name, outdated: pooled.outdated,
            moves: pooled.moves, replacements: workers.reduce(0) { $0 + $1.replacements },
            workers: workers.map {
                DaemonReport.WorkerFigures(
                    given: $0.given, done: $0.done, queued: $0.queued, backlog: $0.backlog,
                    conflated: $0.conflated, refused: $0.refused, waitsForRoom: $0.waitsForRoom,
                    wakeUps: $0.wakeUps, replacements: $0.replacements)
            })
    }
}

extension DaemonReport.LinkReport {
    init(_ counters: LinkCounters) {
        self.init(
            framesIn: counters.framesIn, framesOut: counters.framesOut, messagesIn: counters.messagesIn,
            messagesOut: counters.messagesOut, established: counters.established,
            refused: counters.refusedVersion + counters.refusedToken + counters.refusedHeld
                + counters.refusedNotConfigured + counters.refusedMalformed + counters.refusedNotAccepted
                + counters.refusedNoSession,
            refusedMalformed: counters.refusedMalformed, timedOut: counters.timedOut,
            notReading: counters.notReading, replaced: counters.replaced, sequenceGaps: counters.sequenceGaps,
            unknownSymbols: counters.unknownSymbols, snapshots: counters.snapshots,
            snapshotsRejected: counters.snapshotsRejected, events: counters.events,
            eventsAgain: counters.eventsAgain, eventsLost: counters.eventsLost,
            acknowledgements: counters.acknowledgements, sendsBlocked: counters.sendsBlocked,
            undeliverable: counters.messagesUndeliverable)
    }
}

extension AccountReport {
    init(_ index: Int, of owner: Guardians, at now: Instant) {
        let account = owner.accounts[index]
        let guardian = account.guardian
        let did = guardian.account.counters
        let saw = owner.shardCounters(of: index)
        let protection = guardian.account.protection
        self.init(
            account: account.number.rawValue, currency: account.facts.currency,
            server: account.facts.server, marginMode: account.facts.marginMode.name,
            linked: account.isLinked, mode: guardian.account.mode.name, latch: guardian.account.latch.name,
            managed: protection.managed, guarded: protection.guarded, worstCase: protection.worstCase.text,
            ticks: saw.ticks, ticksRefused: saw.ticksRefused, ticksCrossed: saw.ticksCrossed,
            ticksOutOfOrder: saw.ticksOutOfOrder, decisions: saw.decisions, proposals: saw.proposals,
            stopsSent: did.stopsSent, stopsConfirmed: did.stopsConfirmed, stopsRejected: did.stopsRejected,
            stopsRefused: did.stopsRefused, stopsUnknown: did.stopsUnknown,
            stopsNotApplied: did.stopsNotApplied, notFound: did.notFound, closesSent: did.closesSent,
            closesConfirmed: did.closesConfirmed, capUnreachable: did.capUnreachable,
            racesDetected: did.racesDetected, terminalBlocks: did.terminalBlocks,
            lateRegressions: did.lateRegressions, lateAnswers: did.lateAnswers,
            foreignStops: did.foreignStops, resynchronizations: did.resynchronizations,
            shadowed: did.shadowed, barsAsked: did.barsAsked, barsTaken: did.barsTaken,
            barsPostponed: did.barsPostponed, barsRefused: did.barsRefused, guardStops: account.guardStops,
            links: account.links,
            flow: FlowReport(guardian.account, at: now),
            reconciliation: ReconciliationFigures(account, at: now),
            ruleSets: RuleSetReport.all(of: account.recorder.closes),
            tickToRequestUs: .init(microseconds: account.latencies.tickToRequest.summary),
            requestToConfirmMs: .init(milliseconds: account.latencies.requestToConfirm.summary),
            firstStopMs: .init(milliseconds: account.latencies.firstStop.summary),
            positions: owner.positionViews(of: index).map {
                PositionReport($0, account: account.number, at: now)
            })
    }
}

extension PositionReport {
    init(_ view: PositionView, account: AccountNumber, at now: Instant) {
        let digits = Int(view.symbol?.digits ?? 0)
        let position = view.position
        self.init(
            account: account.rawValue, ticket: position.ticket.rawValue,
            magic: position.magic.rawValue,
            symbol: view.symbol?.name ?? "#\(position.symbol.rawValue)", side: position.side.name,
            comment: position.comment, lots: position.volume.lots,
            entry: position.openPrice.text(digits: digits),
            price: view.exit?.text(digits: digits), stop: position.stopLoss?.text(digits: digits),
            wanted: view.wanted?.text(digits: digits), takeProfit: position.takeProfit?.text(digits: digits),
            worstCase: view.worstCase?.text, rules: view.rules,
            ageSeconds: Double((now - view.firstSeen).milliseconds) / 1_000)
    }
}

extension Side {
    var name: String { self == .buy ? "buy" : "sell" }
}

extension MarginMode {
    var name: String {
        switch self {
        case .netting: "netting"
        case .exchange: "exchange"
        case .hedging: "hedging"
        }
    }
}
