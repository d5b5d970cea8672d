import Testing

@testable import Core

@Suite struct SendRateTests {
    @Test func aQuietBucketHoldsTheSendsOfOneSecondAndNoMore() {
        var rate = SendRate(perSecond: 30)
        let now = Instant.zero + .seconds(100)
        var sent = 0
        while rate.allows(at: now), sent < 100 {
            rate.spend(at: now)
            sent += 1
        }
        #expect(sent == 30)
        #expect(rate.next > now && rate.next <= now + .milliseconds(34))
    }

    @Test(arguments: [1, 3, 30, 1_000])
    func overTenSecondsItAllowsTheRateAndOneBurst(perSecond: Int) {
        var rate = SendRate(perSecond: perSecond)
        var now = Instant.zero + .seconds(1)
        let end = now + .seconds(10)
        var sent = 0
        while now < end {
            if rate.allows(at: now) {
                rate.spend(at: now)
                sent += 1
            } else {
                now = rate.next
            }
        }
        #expect(sent <= 11 * perSecond + 1)
        #expect(sent >= 11 * perSecond - 1)
    }
}
