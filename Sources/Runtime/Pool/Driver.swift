/// Who steps the shards.
public enum Driver: Hashable, Sendable {
    /// The bridge thread, within the wake-up that brought the event: no hand-over.
    case inline
    /// So many threads, which wait so.
    case pool(workers: Int, wait: WaitStrategy)

    /// What the configuration asks for, before the machine is known.
    public enum Wish: Hashable, Sendable {
        case auto
        case inline
        case pool
    }

    /// Decides for a machine with so many processors.
    ///
    /// `auto` takes a pool only where bridge thread, libzmq's I/O thread and at least one worker have a
    /// processor each: with fewer, a hand-over costs two wake-ups and wins nothing. Threads spin only where
    /// there are three processors more than workers: with two busy threads on two of them the bare echo's
    /// 99th percentile grows from 0.1 to 2 ms (docs/decisions/0010-who-drives-a-shard.md).
    ///
    /// - Parameter wait: `nil` to have it chosen.
    public init(_ wish: Wish, workers: Int, wait: WaitStrategy?, processors: Int) {
        let chosen = wait ?? (processors >= workers + 3 ? .spin : .park)
        switch wish {
        case .inline: self = .inline
        case .pool: self = .pool(workers: workers, wait: chosen)
        case .auto: self = processors <= 2 ? .inline : .pool(workers: workers, wait: chosen)
        }
    }
}
