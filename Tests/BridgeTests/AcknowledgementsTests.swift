import Glibc
import Testing

@testable import Bridge

/// What an EA's kernel waits for before it lets a second small write go.
@Suite struct AcknowledgementsTests {
    /// Two ends of one TCP connection on this machine.
    private struct Pair: ~Copyable {
        let near: Int32
        let far: Int32

        init() throws {
            let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { Glibc.close(listener) }
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_addr.s_addr = in_addr_t(INADDR_LOOPBACK).bigEndian
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            far = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            let target = far
            let isConnected = withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                    bind(listener, name, length) == 0 && listen(listener, 1) == 0
                        && getsockname(listener, name, &length) == 0 && connect(target, name, length) == 0
                }
            }
            near = accept(listener, nil, nil)
            try #require(isConnected && near >= 0)
        }

        deinit {
            Glibc.close(near)
            Glibc.close(far)
        }

        /// A message from one end to the other, which reads it and says nothing.
        func say(from sender: Int32, to receiver: Int32) {
            var bytes = [UInt8](repeating: 7, count: 32)
            #expect(Glibc.send(sender, bytes, bytes.count, 0) == bytes.count)
            #expect(Glibc.recv(receiver, &bytes, bytes.count, Int32(MSG_WAITALL)) == bytes.count)
        }

        /// Bytes that the far end's kernel has sent and nobody has acknowledged.
        var unacknowledged: Int32 {
            var count: Int32 = 0
            #expect(ioctl(far, UInt(TIOCOUTQ), &count) == 0)
            return count
        }
    }

    @Test func whatWasReadIsAcknowledgedAtOnce() throws {
        var delayed = 0
        for _ in 0..<20 {
            let pair = try Pair()
            // A conversation to and fro makes the kernel hope for answers.
            for _ in 0..<20 {
                pair.say(from: pair.far, to: pair.near)
                pair.say(from: pair.near, to: pair.far)
            }
            pair.say(from: pair.far, to: pair.near)
            if pair.unacknowledged > 0 { delayed += 1 }
            Acknowledgements.acknowledge(pair.near)
            #expect(pair.unacknowledged == 0)
        }
        #expect(delayed > 0, "this kernel acknowledges at once by itself: nothing was tested")
    }

    @Test func onlyWhoWasHeardAndNotAnsweredIsAcknowledged() {
        var acknowledgements = Acknowledgements()
        acknowledgements.flush(framesSent: 0)
        #expect(acknowledgements.count == 0)
        acknowledgements.hear(-1)
        acknowledgements.flush(framesSent: 0)
        #expect(acknowledgements.count == 0, "a transport without descriptors has nothing to acknowledge")
        acknowledgements.hear(1_000_000)
        acknowledgements.hear(1_000_000)
        acknowledgements.flush(framesSent: 0)
        #expect(acknowledgements.count == 1)
        acknowledgements.hear(1_000_000)
        acknowledgements.flush(framesSent: 1)
        #expect(acknowledgements.count == 1, "the answer carries it")
        acknowledgements.hear(1_000_000)
        acknowledgements.hear(1_000_001)
        acknowledgements.flush(framesSent: 1)
        #expect(acknowledgements.count == 3, "one of the two was not answered")
        acknowledgements.flush(framesSent: 0)
        #expect(acknowledgements.count == 3, "once each")
    }

    @Test func moreConnectionsThanTheBoundAreLeftToTheKernel() {
        var acknowledgements = Acknowledgements()
        for connection in 0..<Int32(3 * Acknowledgements.heardMax) {
            acknowledgements.hear(1_000_000 + connection)
        }
        acknowledgements.flush(framesSent: 0)
        #expect(acknowledgements.count == UInt64(Acknowledgements.heardMax))
    }
}
