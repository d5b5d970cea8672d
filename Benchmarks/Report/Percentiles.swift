/// Percentiles as the package's programs print them in JSON, in the unit that the key above them names.
struct Percentiles: Decodable {
    var count: UInt64
    var p50: Double
    var p99: Double
    var p999: Double
    var max: Double
}
