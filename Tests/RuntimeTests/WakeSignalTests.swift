import CLinux
import Core
import Glibc
import Runtime
import Testing
import TestSupport

@Suite struct WakeSignalTests {
    private func isPending(_ signal: WakeSignal, timeout_ms: Int32 = 0) -> Bool {
        var entry = pollfd(fd: signal.descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&entry, 1, timeout_ms) == 1
    }

    @Test func anOwnerThatAnnouncesNothingIsAlwaysSignalled() throws {
        let signal = try WakeSignal()
        for _ in 0..<2 {
            signal.signalIfAsleep()
            #expect(isPending(signal))
            signal.drain()
            #expect(!isPending(signal))
        }
    }

    @Test func anOwnerThatIsAwakeIsLeftAlone() throws {
        let signal = try WakeSignal()
        signal.announceSleep()
        signal.signalIfAsleep()
        #expect(isPending(signal))
        signal.announceAwake()
        signal.drain()
        signal.signalIfAsleep()
        #expect(!isPending(signal))
        signal.signal()
        #expect(isPending(signal))
    }

    @Test func noWorkIsLeftBehindByAnOwnerThatPolls() throws {
        let total = 50_000
        let signal = try WakeSignal(), ring = Ring<Int>(capacity: 4)
        let worker = try NamedThread("signaller") {
            for value in 0..<total {
                while !ring.push(value) { breathe() }
                signal.signalIfAsleep()
            }
        }
        var received = 0
        while received < total {
            signal.announceSleep()
            // A signal lost would leave work in the ring until the minute is over.
            if ring.isEmpty, !isPending(signal, timeout_ms: Int32(Patience.seconds * 1_000)) { break }
            signal.announceAwake()
            signal.drain()
            while ring.pop() != nil { received += 1 }
        }
        worker.join()
        #expect(received == total)
    }
}
