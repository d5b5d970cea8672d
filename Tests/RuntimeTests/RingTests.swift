import Core
import Synchronization
import Testing

@testable import Runtime

/// The ring's invariants 1 to 3, seen from one thread and from two.
@Suite struct RingTests {
    @Test(arguments: [(1, 1), (2, 2), (3, 4), (5, 8), (64, 64), (65, 128)])
    func capacityIsRoundedUpToAPowerOfTwo(asked: Int, got: Int) {
        #expect(Ring<Int>(capacity: asked).capacity == got)
    }

    @Test func whatTheTwoSidesWriteIsTwoCacheLinesApart() {
        let ring = Ring<UInt8>(capacity: 4)
        let producer = UnsafeRawPointer(ring.producer), consumer = UnsafeRawPointer(ring.consumer)
        #expect(consumer - producer >= 128)
        #expect(UnsafeRawPointer(ring.slots) - consumer >= 128)
        #expect(UInt(bitPattern: producer) % 128 == 0)
        #expect(MemoryLayout<RingProducerSide>.size <= 64)
        #expect(MemoryLayout<RingConsumerSide>.size <= 64)
    }

    @Test(arguments: [1, 2, 8]) func aFullRingRefusesCountsAndKeepsItsOrder(capacity: Int) {
        let ring = Ring<Int>(capacity: capacity)
        for value in 0..<capacity { #expect(ring.push(value)) }
        #expect(!ring.push(-1))
        #expect(!ring.push(-2))
        #expect(ring.refused == 2 && ring.count == capacity && ring.published == UInt64(capacity))
        #expect(ring.pop() == 0)
        #expect(ring.push(capacity))
        #expect((1...capacity).allSatisfy { ring.pop() == $0 })
        #expect(ring.pop() == nil && ring.isEmpty)
        #expect(ring.consumed == ring.published)
    }

    @Test(arguments: UInt64(1)...8) func itBehavesLikeABoundedArray(seed: UInt64) {
        var random = SplitMix(state: seed)
        let ring = Ring<String>(capacity: 8)
        var model: [String] = []
        var refused: UInt64 = 0
        for step in 0..<20_000 {
            if random.next() & 1 == 0 {
                let element = "an element that is long enough for the heap \(step)"
                let accepted = ring.push(element)
                #expect(accepted == (model.count < 8), "seed \(seed), step \(step)")
                if accepted { model.append(element) } else { refused += 1 }
            } else {
                #expect(
                    ring.pop() == (model.isEmpty ? nil : model.removeFirst()), "seed \(seed), step \(step)")
            }
            #expect(ring.count == model.count && ring.refused == refused, "seed \(seed), step \(step)")
        }
    }

    @Test func elementsLeftBehindAreDestroyedWithTheRing() {
        let alive = Alive()
        do {
            let ring = Ring<Counted>(capacity: 4)
            for _ in 0..<6 { _ = ring.push(Counted(0, alive)) }
            _ = ring.pop()
            #expect(alive.count.load(ordering: .relaxed) == 3)
        }
        #expect(alive.count.load(ordering: .relaxed) == 0)
    }

    @Test(arguments: [1, 16, 1024]) func twoThreadsMoveAMillionNumbersInOrder(capacity: Int) throws {
        let total = capacity == 1 ? 20_000 : 1_000_000
        let ring = Ring<Int>(capacity: capacity)
        // How many elements the consumer has begun to take: written before each is taken.
        let begun = Counter()
        let overfilled = Counter()
        let producer = try NamedThread("ring-producer") {
            for value in 0..<total {
                while !ring.push(value) { breathe() }
                // Invariant 1: what was accepted had room, so all but `capacity` before it were being taken.
                if begun.count.load(ordering: .acquiring) < value + 1 - capacity {
                    overfilled.count.wrappingAdd(1, ordering: .relaxed)
                }
            }
        }
        var wrong = 0
        for expected in 0..<total {
            begun.count.store(expected + 1, ordering: .releasing)
            var got = ring.pop()
            while got == nil {
                breathe()
                got = ring.pop()
            }
            if got != expected { wrong += 1 }
        }
        producer.join()
        #expect(wrong == 0)
        #expect(overfilled.count.load(ordering: .relaxed) == 0)
        #expect(ring.isEmpty && ring.published == UInt64(total))
    }

    @Test func twoThreadsMoveReferencesWithoutLosingOrKeepingOne() throws {
        let total = 200_000
        let alive = Alive()
        let ring = Ring<Counted>(capacity: 64)
        let producer = try NamedThread("ring-producer") {
            for value in 0..<total { while !ring.push(Counted(value, alive)) { breathe() } }
        }
        var wrong = 0
        var expected = 0
        while expected < total {
            guard let element = ring.pop() else {
                breathe()
                continue
            }
            if element.value != expected { wrong += 1 }
            expected += 1
        }
        producer.join()
        #expect(wrong == 0)
        #expect(alive.count.load(ordering: .relaxed) == 0)
    }
}

private final class Counter: Sendable {
    let count = Atomic<Int>(0)
}

/// How many `Counted` exist.
private final class Alive: Sendable {
    let count = Atomic<Int>(0)
}

private final class Counted: Sendable {
    let value: Int
    private let alive: Alive

    init(_ value: Int, _ alive: Alive) {
        self.value = value
        self.alive = alive
        alive.count.wrappingAdd(1, ordering: .relaxed)
    }

    deinit { alive.count.wrappingSubtract(1, ordering: .relaxed) }
}
