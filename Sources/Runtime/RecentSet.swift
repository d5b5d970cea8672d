/// The latest of many things, so that one that comes again is recognised.
///
/// Bound: the last `generation` inserted at least, and twice as many at most. Owner: one thread.
public struct RecentSet<Element: Hashable & Sendable>: Sendable {
    @usableFromInline let generation: Int
    @usableFromInline var young: Set<Element> = []
    @usableFromInline var old: Set<Element> = []

    public init(generation: Int) {
        precondition(generation > 0)
        self.generation = generation
    }

    @inlinable public func contains(_ element: Element) -> Bool {
        young.contains(element) || old.contains(element)
    }

    @inlinable public mutating func insert(_ element: Element) {
        if young.count >= generation {
            old = young
            young = []
        }
        young.insert(element)
    }
}
