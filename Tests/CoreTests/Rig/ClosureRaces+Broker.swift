@testable import Core

/// The far end: broker and EA, which says what it sees in the order in which it sees it.
extension ClosureRaces {
    mutating func happen(_ event: Event) {
        switch event {
        case .open: open()
        case .want(let ticket): want(ticket)
        case .modify(let command): execute(command)
        case .closeByOrder(let command): execute(command)
        case .shut(let ticket): shut(ticket)
        case .show(let ticket): show(ticket)
        case .showGone(let ticket): showGone(ticket)
        case .answer(let result): tell(result)
        case .ask(let question): answer(question)
        case .snapshot: tellSnapshot()
        case .beat: beat()
        }
    }

    private mutating func open() {
        guard isOpening else { return }
        lastTicket += 1
        let isForCap = dice.chance(mix.closedByCap)
        let position = Sample.position(lastTicket, lots: 100, stop: isForCap ? nil : 89_999)
        books[position.ticket] = position
        agenda.add(.show(position.ticket), at: later(mix.news))
        agenda.add(.shut(position.ticket), at: later(mix.life))
    }

    /// A tighter stop is wanted, or an end to what has none and is over its cap.
    private mutating func want(_ ticket: Ticket) {
        guard isOpening, let position = books[ticket] ?? account.held[ticket]?.position else { return }
        var action = Proposal.Action.close(.capReached)
        if account.held[ticket]?.position.stopLoss != nil || position.identifier.rawValue % 2 == 0 {
            let lane: Lane = dice.one(of: [.trailing, .trailing, .profitLock, .breakEven, .cap])
            let side = position.side
            let first = side.favoured(position.openPrice, by: Distance(points: -10_000))
            let stop = (account.held[ticket]?.position.stopLoss).map {
                side.favoured($0, by: Distance(points: 1))
            }
            action = .move(
                StopMove(stop: stop ?? first, lane: lane, rule: .trailing, isCapUnreachable: false))
        }
        account.step(
            .proposed(Proposal(ticket: ticket, action: action, cause: nil, risk: .zero)), at: now,
            into: &effects)
    }

    private mutating func execute(_ command: ModifyStop) {
        guard var position = books[command.ticket] else {
            return answer(command.request, command.ticket, .refused, .noSuchPosition)
        }
        guard position.stopLoss == command.expectedStopLoss, position.side == command.side else {
            return answer(command.request, command.ticket, .refused, .levelsDiffer)
        }
        position.stopLoss = command.stopLoss
        books[command.ticket] = position
        agenda.add(.show(command.ticket), at: later(mix.news))
        answer(command.request, command.ticket, .done, .none)
    }

    private mutating func execute(_ command: ClosePosition) {
        guard let position = books[command.ticket], position.side == command.side else {
            return answer(command.request, command.ticket, .refused, .noSuchPosition)
        }
        guard command.volume <= position.volume else {
            return answer(command.request, command.ticket, .refused, .volume)
        }
        answer(command.request, command.ticket, .done, .none)
        if position.volume > command.volume {
            books[command.ticket]?.volume = position.volume - command.volume
            agenda.add(.show(command.ticket), at: later(mix.news))
        } else {
            vanish(command.ticket)
        }
    }

    private mutating func answer(
        _ request: RequestID, _ ticket: Ticket, _ outcome: RequestResult.Outcome,
        _ refusal: RequestResult.Refusal
    ) {
        fates[request] = outcome == .done ? .done : .refused
        let result = RequestResult(
            request: request, ticket: ticket, outcome: outcome, isRepeated: false, refusal: refusal,
            returnCode: outcome == .done ? 10009 : 0, stopLoss: books[ticket]?.stopLoss, takeProfit: nil,
            volume: books[ticket]?.volume ?? .zero, order: 0, received: now, sent: now, answered: now)
        if !dice.chance(mix.lost) { agenda.add(.answer(result), at: later(mix.latency)) }
        if dice.chance(mix.doubled) { agenda.add(.answer(result), at: later(mix.latency)) }
    }

    /// A stop, a target or a person: the position is closed, in part, renamed or turned round.
    private mutating func shut(_ ticket: Ticket) {
        guard var position = books[ticket], isOpening else { return }
        let roll = dice.roll(1...100)
        let partial = mix.partial
        let reticketed = partial + mix.reticketed
        let reversed = reticketed + mix.reversed
        if roll <= partial, position.volume.units > 10_000_000 {
            note(.partial, of: ticket)
            position.volume = Volume(units: position.volume.units / 2)
            books[ticket] = position
            agenda.add(.show(ticket), at: later(mix.news))
            agenda.add(.shut(ticket), at: later(mix.life))
        } else if roll > partial, roll <= reticketed {
            note(.reticketed, of: ticket)
            rename(position)
        } else if roll > reticketed, roll <= reversed {
            note(.reversed, of: ticket)
            turnRound(position)
        } else {
            note(.whole, of: ticket)
            vanish(ticket)
        }
    }

    /// Counts a closure that strikes while a request is under way: by its own kind and the request's.
    private mutating func note(_ closure: RaceCounts.Closure, of ticket: Ticket) {
        guard underWay[ticket] != nil, let phase = account.held[ticket]?.phase else { return }
        races.count(closure, in: phase)
    }

    /// The ticket is new, the identifier stays.
    private mutating func rename(_ position: Position) {
        lastTicket += 1
        let moved = Position(
            ticket: Ticket(lastTicket), identifier: position.identifier, magic: position.magic,
            symbol: position.symbol, side: position.side, volume: position.volume,
            openPrice: position.openPrice, stopLoss: position.stopLoss, takeProfit: nil, swap: .zero,
            commission: .zero, opened: position.opened, updated: position.updated, seen: position.seen,
            comment: "")
        books[position.ticket] = nil
        books[moved.ticket] = moved
        agenda.add(.showGone(position.ticket), at: later(mix.news))
        agenda.add(.show(moved.ticket), at: later(mix.news))
        agenda.add(.shut(moved.ticket), at: later(mix.life))
    }

    private mutating func turnRound(_ position: Position) {
        var turned = Sample.position(
            position.ticket.rawValue, position.side.opposite, lots: 100, open: 80_000, stop: nil)
        turned.volume = position.volume
        books[position.ticket] = turned
        agenda.add(.show(position.ticket), at: later(mix.news))
        agenda.add(.shut(position.ticket), at: later(mix.life))
    }

    private mutating func vanish(_ ticket: Ticket) {
        books[ticket] = nil
        if !dice.chance(mix.silent) { agenda.add(.showGone(ticket), at: later(mix.news)) }
        agenda.add(.open, at: later(mix.news))
    }

    /// The EA says what it sees at this moment, not what there was when the event arose.
    private mutating func show(_ ticket: Ticket) {
        guard let position = books[ticket] else { return }
        let isNew = told.insert(ticket).inserted
        denied.remove(ticket)
        account.step(.position(position), at: now, into: &effects)
        if isNew { agenda.add(.want(ticket), at: later(mix.pause)) }
    }

    private mutating func showGone(_ ticket: Ticket) {
        guard books[ticket] == nil else { return }
        forget(ticket)
        account.step(.gone(ticket), at: now, into: &effects)
    }

    private mutating func forget(_ ticket: Ticket) {
        told.remove(ticket)
        denied.remove(ticket)
    }

    private mutating func tell(_ result: RequestResult) {
        if result.refusal == .noSuchPosition, underWay[result.ticket] == result.request {
            denied.insert(result.ticket)
        }
        account.step(.result(result), at: now, into: &effects)
    }

    private mutating func answer(_ question: ReadBackRequest) {
        let position = books[question.ticket]
        if position == nil, underWay[question.ticket] == question.request { denied.insert(question.ticket) }
        account.step(
            .readBack(
                ReadBack(
                    request: question.request, ticket: question.ticket, isOpen: position != nil,
                    state: fates[question.request] ?? .inFlight, returnCode: 0,
                    volume: position?.volume ?? .zero, stopLoss: position?.stopLoss, takeProfit: nil,
                    seen: now)), at: now, into: &effects)
    }

    mutating func tellSnapshot() {
        let positions = books.values.sorted { $0.ticket < $1.ticket }
        for ticket in told where books[ticket] == nil { forget(ticket) }
        denied = []
        account.step(
            .snapshot(
                Snapshot(
                    symbols: [Sample.spec()], valuations: [Sample.valuation()], ticks: [],
                    positions: positions)), at: now, into: &effects)
        for position in positions {
            told.insert(position.ticket)
            agenda.add(.want(position.ticket), at: later(mix.pause))
        }
    }

    /// The EA's heartbeat: over the broker's books, once a second.
    private mutating func beat() {
        agenda.add(.beat, at: now + .seconds(1))
        account.step(
            .checksum(count: books.count, sum: PositionChecksum.of(books.values)), at: now, into: &effects)
    }
}
