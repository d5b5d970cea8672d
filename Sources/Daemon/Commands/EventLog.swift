import Bridge
import Core
import Foundation
import Journal
import Logging
import Runtime

/// Puts what the pipeline reports into words, on the standard error. Owner: the main thread.
struct EventLog {
    private var logger: Logger

    init(verbose: Bool) {
        logger = Logger(label: "backstop") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = verbose ? .debug : .info
    }

    func started(_ endpoint: String, _ configuration: Configuration, stateDirectory: String) {
        logger.notice("listening on \(endpoint), state in \(stateDirectory), mode \(configuration.mode.name)")
        if configuration.mode == .shadow {
            logger.warning("mode shadow: nothing will be sent, positions are NOT PROTECTED")
        }
    }

    func memoryLock(_ grant: Grant?) {
        switch grant {
        case .granted?: logger.notice("memory is locked")
        case .refused(let errno)?:
            logger.warning("memory is not locked: the system refused it (error \(errno))")
        case nil: break
        }
    }

    func reloaded(_ configuration: Configuration) {
        logger.notice(
            "the configuration was read again: mode \(configuration.mode.name), \(configuration.rules.count) rule set(s)"
        )
        if configuration.mode == .shadow {
            logger.warning("mode shadow: nothing will be sent, positions are NOT PROTECTED")
        }
    }

    func reloadRefused(_ failure: CommandFailure) {
        logger.error("the configuration was not taken over, the one before stays in force: \(failure)")
    }

    func stopping(_ signal: Int32) { logger.notice("stopping on signal \(signal); stops at the broker stay") }
    func stopped() { logger.notice("stopped") }

    func write(_ events: [PipelineEvent]) {
        for event in events { write(event) }
    }

    func write(_ journal: (alerts: [JournalAlert], lost: Int)) {
        for alert in journal.alerts {
            switch alert {
            case .writeFailed(let account, let error, let waiting):
                logger.critical(
                    "account \(account.rawValue): the trade log cannot be written, \(waiting) records wait and are in the system log: \(error)"
                )
            case .recovered(let account):
                logger.notice(
                    "account \(account.rawValue): the trade log is written again, nothing is missing")
            case .unavailable(let account, let error):
                logger.critical("account \(account.rawValue): the trade log cannot be opened: \(error)")
            case .repaired(let account, let repair):
                logger.warning("account \(account.rawValue): the trade log was repaired: \(repair)")
            }
        }
        if journal.lost > 0 { logger.error("\(journal.lost) alerts of the trade log found no room") }
    }

    private func write(_ event: PipelineEvent) {
        let account = event.account.rawValue
        switch event.kind {
        case .linked(let facts):
            logger.notice(
                "account \(account) (\(facts.currency), \(facts.marginMode.name), \(facts.server)) is connected"
            )
        case .lost(let loss): logger.warning("account \(account): link lost: \(loss)")
        case .eventsLost:
            logger.error("account \(account): the EA dropped trade events that nobody acknowledged")
        case .note(let note): write(note, account)
        case .guardActed(let acted):
            logger.warning(
                "account \(account): the EA's own guard: position \(acted.ticket.rawValue) \(acted.kind)")
        case .latched(let level): logger.critical("account \(account): latched at \(level.name)")
        case .resumed(let reason): logger.critical("account \(account): resumed by a person: \(reason)")
        case .epoch(let epoch): logger.notice("epoch \(epoch.rawValue) is in force")
        case .stateFailure(let failure): logger.critical("the state cannot be kept: \(failure)")
        case .leaseRefused(let ticket, let request):
            logger.critical(
                "account \(account): no lease for request \(request.rawValue) of \(ticket.rawValue): not sent"
            )
        case .loopOverBudget(let span):
            logger.warning("loop over budget: a wake-up of the bridge thread took \(span.milliseconds) ms")
        case .workerReplaced(let worker, let cause):
            logger.error("worker-\(worker) was replaced: \(cause.rawValue)")
        case .workerKeepsFailing(let worker):
            logger.critical("worker-\(worker) keeps failing; consider [driver] mode = \"inline\"")
        case .workerMissing(let worker, let errno):
            logger.critical("worker-\(worker) cannot be replaced: no thread (error \(errno))")
        case .symbolMoved(let name, let origin, let destination):
            logger.info("account \(account): \(name) moves from worker-\(origin) to worker-\(destination)")
        case .reconciled(let report): write(report, account)
        case .dropped(let count): logger.error("\(count) events found no room in the log")
        }
    }

    /// One that was due anyway and found nothing is said only where all is.
    private func write(_ report: ReconciliationReport, _ account: UInt64) {
        let level: Logger.Level =
            if report.outcome != .complete || report.orphans > 0 {
                .warning
            } else if report.cause == .periodic, !report.hasFound {
                .debug
            } else {
                .notice
            }
        logger.log(
            level: level, "account \(account): reconciliation (\(report.cause.phrase)): \(report.phrase)")
    }

    private func write(_ note: AccountNote, _ account: UInt64) {
        switch note {
        case .opened(let ticket): logger.info("account \(account): position \(ticket.rawValue) is open")
        case .closed(let ticket): logger.info("account \(account): position \(ticket.rawValue) is closed")
        case .wouldSend(let ticket, let action):
            logger.info("account \(account): shadow: would send for position \(ticket.rawValue): \(action)")
        case .lateRegression(let ticket, let before, let after):
            logger.warning(
                "account \(account): race detected: an old request loosened the stop of \(ticket.rawValue) from \(before.points) to \(after?.points ?? 0) points"
            )
        case .foreignStop(let ticket, let before, let after):
            logger.notice(
                "account \(account): somebody else moved the stop of \(ticket.rawValue) from \(before?.points ?? 0) to \(after?.points ?? 0) points"
            )
        case .takeProfitOverwritten(let ticket, let lost):
            logger.warning(
                "account \(account): race detected: a request overwrote the take-profit \(lost?.points ?? 0) just set on \(ticket.rawValue); restoring it"
            )
        case .takeProfitNotRestored(let ticket, let lost):
            logger.error(
                "account \(account): the take-profit \(lost?.points ?? 0) of \(ticket.rawValue) could not be restored"
            )
        case .uncovered(let ticket, let span, let reason):
            logger.error(
                "account \(account): position \(ticket.rawValue) has had no stop for \(span.milliseconds) ms: \(reason)"
            )
        case .limitReached(let limit, let amount, let most, let level):
            logger.critical(
                "account \(account): \(limit) of \(amount.text) has reached \(most.text); latched: \(level)")
        case .flattened:
            logger.critical("account \(account): flatten is done, no managed position is left; frozen")
        case .viewDiffers:
            logger.warning("account \(account): our view differs from the EA's; asking for all")
        case .becameUnknown(let request, let ticket):
            logger.warning(
                "account \(account): no answer to request \(request.rawValue) for \(ticket.rawValue); reading back"
            )
        case .ended(let request, let ticket, let ending):
            logger.debug(
                "account \(account): request \(request.rawValue) for \(ticket.rawValue) ended: \(ending)")
        case .stopSent(let request, let ticket, let move):
            logger.debug(
                "account \(account): request \(request.rawValue): stop of \(ticket.rawValue) to \(move.stop.points) points, \(move.lane)"
            )
        case .closeSent(let request, let ticket, let reason):
            logger.notice(
                "account \(account): request \(request.rawValue): close \(ticket.rawValue): \(reason)")
        case .partSent(let request, let ticket, let part):
            logger.notice(
                "account \(account): request \(request.rawValue): close \(part.lots) lots of \(ticket.rawValue) at a target"
            )
        case .confirmed(let request, let ticket, let after):
            logger.debug(
                "account \(account): request \(request.rawValue) for \(ticket.rawValue) proven after \(after.milliseconds) ms"
            )
        case .leaseTimeout(let ticket, let request, let held):
            logger.error(
                "account \(account): request \(request.rawValue) for \(ticket.rawValue) is under way for \(held.milliseconds) ms; reading back"
            )
        case .breakerOpened(let scope, let cause):
            logger.warning("account \(account): \(name(of: scope)) does not answer in time: \(cause)")
        case .terminalBlocked(let call, let span):
            logger.warning(
                "account \(account): EA blocked: \(call.phrase) kept it from answering for \(span.milliseconds) ms"
            )
        case .breakerClosed(let scope):
            logger.notice("account \(account): \(name(of: scope)) answers in time again")
        case .setAside(let ticket, let waited):
            logger.warning(
                "account \(account): \(ticket.rawValue) was waited for \(waited.milliseconds) ms; its less urgent work is set aside"
            )
        case .budgetLow(let used, let limit):
            logger.warning(
                "account \(account): \(used) of \(limit) stop requests of the day are used; trailing steps are wider"
            )
        case .lateAnswer(let request):
            logger.debug("account \(account): late answer to request \(request.rawValue)")
        case .denied(let ticket, let denial):
            logger.debug("account \(account): proposal for \(ticket.rawValue) denied: \(denial)")
        }
    }

    private func name(of scope: BreakerScope) -> String {
        switch scope {
        case .terminal: "the terminal"
        case .position(let ticket): "position \(ticket.rawValue)"
        }
    }
}
