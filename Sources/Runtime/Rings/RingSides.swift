import Synchronization

/// The words of a ring that its producer writes, on cache lines of their own.
///
/// `cachedConsumed` is the producer's last reading of the other side: while it shows room, a push touches
/// no line that the consumer writes. Owner: the producer; others only load the atomics.
@frozen @usableFromInline
struct RingProducerSide: ~Copyable {
    @usableFromInline let published = Atomic<UInt64>(0)
    @usableFromInline let refused = Atomic<UInt64>(0)
    @usableFromInline var cachedConsumed: UInt64 = 0

    @usableFromInline init() {}
}

/// The words of a ring that its consumer writes, on cache lines of their own.
///
/// `cachedPublished` is the consumer's last reading of the other side: while it shows elements, a pop
/// touches no index that the producer writes. Owner: the consumer; others only load `consumed`.
@frozen @usableFromInline
struct RingConsumerSide: ~Copyable {
    @usableFromInline let consumed = Atomic<UInt64>(0)
    @usableFromInline var cachedPublished: UInt64 = 0

    @usableFromInline init() {}
}
