import Bridge
import Core
import Foundation
import Glibc
import Runtime
import Testing
import TestSupport

@testable import Daemon

/// The real EA in a terminal process, asked for the deals of its broker.
@Suite struct DealHistoryTests {
    /// Asks for the history once `eventsWanted` deals were announced, and keeps what it hears.
    struct Curious: LinkOwner {
        var eventsWanted: Int
        var announced: [UInt64: Deal] = [:]
        var answer: DealHistory?
        private var hasAsked = false

        init(eventsWanted: Int) { self.eventsWanted = eventsWanted }

        mutating func receive(_ notice: LinkNotice, received: Instant, into outbox: inout Outbox) {
            switch notice.event {
            case .event(let event):
                outbox.acknowledge(event.name, of: notice.account)
                if case .deal(let deal) = event.content, answer == nil { announced[deal.deal] = deal }
                guard announced.count >= eventsWanted, !hasAsked else { return }
                hasAsked = true
                let question = DealHistoryRequest(request: 1, from: .unknown, to: nil)
                outbox.send(.dealHistoryRequest(question), to: notice.account)
            case .dealHistory(let answer): self.answer = answer
            case .established, .clock, .snapshot, .message, .eventsLost, .minuteBars, .lost: break
            }
        }

        mutating func finishWakeUp(at now: Instant, into outbox: inout Outbox) {}

        func status(of account: AccountNumber) -> LinkStatus {
            LinkStatus(mode: .shadow, latch: .none, guarded: 0, managed: 0, worstCaseLoss: .zero)
        }

        var nextWake: Instant { .never }
    }

    private func listen() throws -> Bridge<Curious> {
        let token = try #require(LinkToken(Scene.token))
        let sessions = SessionTable(
            settings: LinkSettings(token: token, admission: .any(.init())), epoch: Epoch(1),
            nonces: { RandomNonce.next() })
        return Bridge(
            socket: try RouterSocket(LoopbackEndpoint(port: 0), wake: nil), sessions: sessions,
            owner: Curious(eventsWanted: 6))
    }

    @Test func theAnswerHasEveryDealThatWasAnnouncedWithItsCostsAndReason() async throws {
        try await Scene.play { scene in
            var bridge = try listen()
            let port = try #require(bridge.endpoint.split(separator: ":").last.flatMap { UInt16($0) })
            let terminal = try scene.terminal(port: port, ["--commission", "3.50"])
            let patience = Patience()
            while bridge.owner.answer == nil {
                try #require(!patience.isOver, "no answer")
                try bridge.poll(until: MonotonicClock.now() + .milliseconds(20))
                terminal.look()
            }
            guard case .complete(let deals)? = bridge.owner.answer?.outcome else {
                Issue.record("\(String(describing: bridge.owner.answer))")
                return
            }
            let history = Dictionary(uniqueKeysWithValues: deals.map { ($0.deal, $0) })
            for (number, announced) in bridge.owner.announced { #expect(history[number] == announced) }
            #expect(deals.map(\.time) == deals.map(\.time).sorted())
            let opening = deals.filter { $0.entry == .into }
            #expect(!opening.isEmpty && opening.allSatisfy { $0.commission < .zero })
            kill(terminal.pid, SIGTERM)
            #expect(try await terminal.ended() == .exited(0))
        }
    }
}
