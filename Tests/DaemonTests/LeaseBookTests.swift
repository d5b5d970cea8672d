import Core
import Testing

@testable import Daemon
@testable import Runtime

/// One account's leases in the table that the watchdog reads.
@Suite struct LeaseBookTests {
    private let table = LeaseTable(capacity: 2)
    private let start = Instant(nanoseconds: 1_000_000_000)
    private let ticket = Ticket(7)

    private func take(
        _ book: inout LeaseBook, _ request: UInt64, _ lane: Lane = .trailing, ticket: Ticket = Ticket(7)
    ) -> Bool {
        book.take(ticket, RequestID(request), for: lane, owner: .inline, at: start)
    }

    @Test func aSecondRequestOfThePositionIsRefusedUntilTheFirstHasEnded() {
        var book = LeaseBook(table, account: AccountNumber(1))
        #expect(take(&book, 1))
        #expect(!take(&book, 2) && book.refused == 1)
        book.giveBack(ticket, RequestID(1), at: start + .milliseconds(60))
        #expect(take(&book, 3))
        #expect(table.health.held.count == 1 && table.health.acquisitions == 2)
    }

    @Test func theAccountsOwnExpiryFreesThePositionForAnUrgentLaneAlone() {
        var book = LeaseBook(table, account: AccountNumber(1))
        #expect(take(&book, 1))
        book.expire(ticket, RequestID(1))
        #expect(!take(&book, 2, .breakEven))
        #expect(take(&book, 3, .cap))
        book.giveBack(ticket, RequestID(1), at: start)
        #expect(!take(&book, 4, .flatten), "the late end of the old request frees nothing")
    }

    @Test func twoAccountsWithEqualTicketsHoldTheirOwnLeases() {
        var one = LeaseBook(table, account: AccountNumber(1))
        var other = LeaseBook(table, account: AccountNumber(2))
        #expect(take(&one, 1) && take(&other, 1))
        var expired: [ExpiredLease] = []
        table.expire(at: start + .seconds(5), into: &expired)
        #expect(Set(expired.map(\.lease.account)) == [AccountNumber(1), AccountNumber(2)])
    }

    @Test func aClosedPositionFreesItsSlotAndAFullTableRefusesRatherThanForgets() {
        var book = LeaseBook(table, account: AccountNumber(1))
        #expect(take(&book, 1, ticket: Ticket(1)) && take(&book, 2, ticket: Ticket(2)))
        #expect(!take(&book, 3, ticket: Ticket(3)) && table.health.refusedOpenings == 1)
        book.giveBack(Ticket(1), RequestID(1), at: start)
        book.close(Ticket(1))
        #expect(take(&book, 4, ticket: Ticket(3)))
        #expect(table.health.stale == 0)
    }

    @Test func aLaneThatWaitedIsTimedFromItsWishToTheEndOfTheLease() {
        var book = LeaseBook(table, account: AccountNumber(1))
        #expect(take(&book, 1))
        book.want(ticket, .cap, at: start + .milliseconds(10))
        book.giveBack(ticket, RequestID(1), at: start + .milliseconds(60))
        #expect(take(&book, 2, .cap))
        let waited = table.health.waited
        #expect(waited.count == 1 && (47_000_000...54_000_000).contains(waited.max_ns))
    }
}
