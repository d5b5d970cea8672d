import Core

/// What one attempt made durable.
struct Durable {
    var records: Int
    /// The number of the last record that is durable.
    var last: UInt64
    /// The latest deliveries of which everything is durable.
    var deliveries: LatestDeliveries
    /// When each of the records came into being, on the machine's monotonic clock.
    var producedAt: [Instant]
}
