import Bridge
import Core
import Journal

/// Latches, epochs and guard policies: what fences off everything that was sent before.
extension Guardians {
    /// A person lifts the latches of every connected account, at the end of the wake-up at hand.
    mutating func resume(because reason: String) { resumeReason = reason }

    /// S6: kept on disk, and the epoch raised, so that nothing sent before is executed any more.
    mutating func latch(
        _ level: KillLevel, on index: Int, at now: Instant, into outbox: inout Outbox
    ) {
        record(.latched(level), of: accounts[index].number)
        accounts[index].recorder.latched(level, at: now)
        do throws(CommandFailure) {
            try latches.keep(level, of: accounts[index].number)
        } catch {
            record(.stateFailure(error), of: accounts[index].number)
        }
        raiseEpoch(above: epoch, at: now, into: &outbox)
        sendPolicy(to: index, into: &outbox)
    }

    /// The EA's own latch goes with the daemon's. One that is not connected keeps both: it could not be told.
    mutating func liftLatches(because reason: String, at now: Instant, into outbox: inout Outbox) {
        resumeReason = nil
        for index in accounts.indices where accounts[index].isLinked && accounts[index].isLatched {
            record(.resumed(reason), of: accounts[index].number)
            accounts[index].recorder.latched(.none, by: .command, because: reason, at: now)
            do throws(CommandFailure) {
                try latches.keep(.none, of: accounts[index].number)
            } catch {
                // Lifted for this run; the next start finds it latched, which errs on the safe side.
                record(.stateFailure(error), of: accounts[index].number)
            }
            accounts[index].guardian.latch(.none, at: now, into: &outputs)
            raiseEpoch(above: epoch, at: now, into: &outbox)
            sendPolicy(to: index, liftingLocalLatch: true, into: &outbox)
            carryOut(for: index, at: now, into: &outbox)
        }
    }

    /// Other rules, another mode, for every account at the end of the wake-up at hand.
    mutating func adopt(_ settings: Settings) { nextSettings = settings }

    /// The epoch is raised: what was decided under other settings is not executed any more. No stop is loosened by
    /// this, since none ever is.
    mutating func goBy(_ settings: Settings, at now: Instant, into outbox: inout Outbox) {
        nextSettings = nil
        self.settings = settings
        raiseEpoch(above: epoch, at: now, into: &outbox)
        for index in accounts.indices {
            let before = accounts[index].guardian.account.mode
            accounts[index].recorder.goesBy(settings.mode, insteadOf: before, at: now)
            let restricted = settings.restricted(to: accounts[index].number)
            accounts[index].recorder.settings = restricted
            accounts[index].guardian.adopt(restricted, at: now, into: &outputs)
            if accounts[index].isLinked { sendPolicy(to: index, into: &outbox) }
            carryOut(for: index, at: now, into: &outbox)
        }
    }

    mutating func raiseEpoch(above other: Epoch, at now: Instant, into outbox: inout Outbox) {
        do throws(CommandFailure) {
            epoch = try epochs.next(above: other)
        } catch {
            record(.stateFailure(error), of: AccountNumber(0))
            // Fencing off what was sent matters more than remembering by which number.
            epoch = epochs.nextForgettable(above: other)
        }
        outbox.adopt(epoch)
        for index in accounts.indices { accounts[index].guardian.adopt(epoch, at: now, into: &outputs) }
        record(.epoch(epoch), of: AccountNumber(0))
    }

    mutating func sendPolicy(
        to index: Int, liftingLocalLatch: Bool = false, into outbox: inout Outbox
    ) {
        let version = accounts[index].nextPolicyVersion(in: epoch)
        let policy = accounts[index].guardian.guardPolicy(
            version: version, liftsLocalLatch: liftingLocalLatch)
        outbox.send(.guardPolicy(policy), to: accounts[index].number)
    }
}
