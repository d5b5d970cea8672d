import Core

/// How a thread waits for work: what it pays in processor time to be quick.
public enum WaitStrategy: Hashable, Sendable, CaseIterable {
    /// Never sleeps. Work is seen within about 0.1 us. Costs a whole core, always, and heats its sibling.
    ///
    /// Choose it only where cores >= workers + 3 (bridge, libzmq's I/O thread, the rest of the machine):
    /// on fewer, spinning threads push the others off their cores and the tail grows to milliseconds.
    case spin

    /// Spins for `spinTime`, then sleeps. Costs that time of a core at each pause in the work; work that
    /// comes later pays the wake-up (about 24 us, and a system call for the ringer).
    ///
    /// Choose it for bursts on a machine with a core to spare.
    case adaptive

    /// Sleeps at once. Costs nothing while idle and a wake-up for every piece of work that finds it idle.
    ///
    /// Choose it on small or shared machines, and for threads whose work is not urgent.
    case park

    /// How long `adaptive` spins: about two wake-ups, so that spinning in vain at most triples their price.
    public static let spinTime = TimeSpan.microseconds(40)
}
