import Glibc
import Runtime
import Testing

@Suite struct ThreadPlacementTests {
    @Test func aThreadCanBePinnedToAProcessorOfThisProcess() throws {
        let last = try #require(Processors.available.last)
        let thread = try NamedThread("pinned", placement: ThreadPlacement(processor: last)) {}
        thread.join()
        // The thread may have ended before it was pinned.
        #expect([.granted, .refused(errno: ESRCH)].contains(thread.placement.processor))
        #expect(thread.placement.priority == nil && thread.life.hasEnded)
    }

    @Test func whatTheSystemRefusesIsAValueAndTheThreadRuns() throws {
        let placement = ThreadPlacement(processor: 100_000, realTimePriority: 1_000)
        let ring = Ring<Int>(capacity: 1)
        let thread = try NamedThread("misplaced", placement: placement) { _ = ring.push(1) }
        thread.join()
        #expect(thread.placement.processor == .refused(errno: EINVAL))
        #expect(thread.placement.priority != .granted && thread.placement.priority != nil)
        #expect(ring.pop() == 1)
    }

    @Test func theProcessorsAreThoseThisProcessMayUse() {
        let available = Processors.available
        #expect(!available.isEmpty && available == available.sorted() && available.count == Processors.count)
        #expect(available.count <= sysconf(Int32(_SC_NPROCESSORS_CONF)))
    }
}
