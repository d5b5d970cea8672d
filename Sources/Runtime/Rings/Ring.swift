import Synchronization

/// Moves elements from exactly one producer thread to exactly one consumer thread, in order, without
/// locks, system calls or allocation.
///
/// Full: `push` returns false, destroys the element and counts it in `refused`. It never waits, because a
/// producer that waits for a stalled consumer stalls too, and hides the stall that the watchdog looks for.
/// The producer decides what a refusal means.
///
/// Invariants (quoted in `RingTests`):
/// 1. `0 <= published - consumed <= capacity`, as seen from either side.
/// 2. Slots in `consumed ..< published` (modulo the capacity) are initialized, all others are not.
/// 3. Only the producer stores `published`, only the consumer stores `consumed`; both only grow.
///
/// Memory order: the releasing store of `published` pairs with the consumer's acquiring load, so an element
/// is complete before it is seen; the releasing store of `consumed` pairs with the producer's acquiring
/// load, so a slot is empty before it is filled again. Nothing stronger is needed: no decision depends on
/// the order of both indices. (Sleeping does; that is `Doorbell`'s fence.)
///
/// Why it is fast: each side keeps the last value it read of the other's index and reads it again only when
/// that value shows no room (no element), so a busy ring moves an index line between processors once a
/// batch. Both sides lie 128 bytes apart, since x86-64 prefetches lines in pairs. The capacity is a power of
/// two, so a slot is a mask away. Everything is inlinable: a ring that is not specialised for its element
/// costs ten times as much.
///
/// Reasons not to use it: several producers or consumers (give each pair a ring); a consumer that must be
/// woken (add a `Doorbell`); large elements (they are copied in and out); a queue that must grow.
///
/// Bound: `capacity` elements; memory is taken in `init` alone.
public final class Ring<Element: Sendable>: @unchecked Sendable {  // the sides' words follow invariant 3
    /// A power of two; the number of elements that fit.
    public let capacity: Int
    @usableFromInline let mask: UInt64
    @usableFromInline let producer: UnsafeMutablePointer<RingProducerSide>
    @usableFromInline let consumer: UnsafeMutablePointer<RingConsumerSide>
    @usableFromInline let slots: UnsafeMutablePointer<Element>
    @usableFromInline let memory: UnsafeMutableRawPointer

    /// The distance between what different threads write, in bytes: two cache lines.
    @usableFromInline static var spacing: Int { 128 }

    /// - Parameter capacity: from 1 to 2^30; rounded up to a power of two.
    @inlinable
    public init(capacity: Int) {
        precondition((1...(1 << 30)).contains(capacity), "a ring holds 1 to 2^30 elements")
        let rounded = capacity == 1 ? 1 : 1 << (Int.bitWidth - (capacity - 1).leadingZeroBitCount)
        let spacing = Ring.spacing
        precondition(MemoryLayout<Element>.alignment <= spacing, "elements are aligned to 128 bytes at most")
        // The last spacing keeps the slots apart from whatever the allocator places behind them.
        memory = .allocate(
            byteCount: 3 * spacing + rounded * MemoryLayout<Element>.stride, alignment: spacing)
        producer = memory.bindMemory(to: RingProducerSide.self, capacity: 1)
        producer.initialize(to: RingProducerSide())
        consumer = (memory + spacing).bindMemory(to: RingConsumerSide.self, capacity: 1)
        consumer.initialize(to: RingConsumerSide())
        slots = (memory + 2 * spacing).bindMemory(to: Element.self, capacity: rounded)
        self.capacity = rounded
        mask = UInt64(rounded - 1)
    }

    /// Elements left inside are destroyed. By then neither side uses the ring: both hold a reference.
    @inlinable
    deinit {
        while pop() != nil {}
        producer.deinitialize(count: 1)
        consumer.deinitialize(count: 1)
        memory.deallocate()
    }

    /// Producer only. False: the ring is full, the element is gone and counted in `refused`.
    @inlinable
    public func push(_ element: consuming Element) -> Bool {
        let next = producer.pointee.published.load(ordering: .relaxed)
        if next &- producer.pointee.cachedConsumed > mask {
            let consumed = consumer.pointee.consumed.load(ordering: .acquiring)
            producer.pointee.cachedConsumed = consumed
            if next &- consumed > mask {
                let refused = producer.pointee.refused.load(ordering: .relaxed)
                producer.pointee.refused.store(refused &+ 1, ordering: .relaxed)
                return false
            }
        }
        (slots + Int(truncatingIfNeeded: next & mask)).initialize(to: element)
        producer.pointee.published.store(next &+ 1, ordering: .releasing)
        return true
    }

    /// Consumer only. The oldest element; nil when the ring is empty.
    @inlinable
    public func pop() -> Element? {
        let next = consumer.pointee.consumed.load(ordering: .relaxed)
        if next == consumer.pointee.cachedPublished {
            let published = producer.pointee.published.load(ordering: .acquiring)
            consumer.pointee.cachedPublished = published
            if next == published { return nil }
        }
        let element = (slots + Int(truncatingIfNeeded: next & mask)).move()
        consumer.pointee.consumed.store(next &+ 1, ordering: .releasing)
        return element
    }

    /// Elements pushed so far. Any thread; the watchdog compares it with `consumed`.
    @inlinable
    public var published: UInt64 { producer.pointee.published.load(ordering: .acquiring) }

    /// Elements popped so far. Any thread; growth is the consumer's sign of life.
    @inlinable
    public var consumed: UInt64 { consumer.pointee.consumed.load(ordering: .acquiring) }

    /// Elements that `push` turned away so far. Any thread.
    @inlinable
    public var refused: UInt64 { producer.pointee.refused.load(ordering: .relaxed) }

    /// Elements inside, a moment's truth: never too few for the producer, never too many for the consumer.
    /// Any thread.
    @inlinable
    public var count: Int {
        // `consumed` first: it cannot overtake a `published` that is read after it.
        let consumed = self.consumed
        return min(Int(truncatingIfNeeded: published &- consumed), capacity)
    }

    /// Whether nothing is inside, a moment's truth. Any thread.
    @inlinable
    public var isEmpty: Bool { count == 0 }
}
