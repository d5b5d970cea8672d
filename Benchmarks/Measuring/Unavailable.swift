/// The machine lacks what a row needs; the row is skipped and says so.
struct Unavailable: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
