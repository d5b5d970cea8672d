/// How often what happens to positions whose stops are being moved; shares in percent, times in milliseconds.
struct ClosureMix {
    /// Open at the same time.
    var positions = 8
    /// From the news of one change of a position to the next move that is wanted.
    var pause: ClosedRange<Int64>
    /// From the opening to the closure by stop, target or person.
    var life: ClosedRange<Int64>
    /// From a command to its arrival at the broker; as long again to its answer.
    var latency: ClosedRange<Int64> = 2...60
    /// From what happens at the broker to its event.
    var news: ClosedRange<Int64> = 1...40
    /// Of commands: a closure of that very position is on its way, at any moment of the command's life.
    var raced: Int64 = 0
    /// Of closures: parts, a ticket that changes, a netting reversal, an event that never comes.
    var partial: Int64 = 15
    var reticketed: Int64 = 10
    var reversed: Int64 = 10
    var silent: Int64 = 3
    /// Of answers.
    var lost: Int64 = 1
    var doubled: Int64 = 3
    /// Of positions: the cap has them closed instead of moved.
    var closedByCap: Int64 = 10

    /// Nearly every command meets a closure.
    static let race = ClosureMix(pause: 1...40, life: 60_000...600_000, raced: 80, closedByCap: 30)

    /// A day of a scalper's account in miniature: a position lives 20 s to 10 min, its stop is moved 0.5 to
    /// 4 s after the move before has been seen, the broker takes 40 to 120 ms for both ways, and closures
    /// are as likely at one moment as at any other.
    static let ordinary = ClosureMix(
        positions: 20, pause: 500...4_000, life: 20_000...600_000, latency: 20...60, closedByCap: 2)
}
