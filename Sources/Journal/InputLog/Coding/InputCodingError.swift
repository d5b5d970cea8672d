/// Why bytes are no code of the value asked for, or a value has no code.
enum InputCodingError: Error, Hashable {
    case truncated
    /// Not a number, or one that the type has no room for.
    case number
    case flag
    /// Not UTF-8.
    case text
    /// A name that was never given.
    case name
    case leftOver(Int)
    /// Core has no such type.
    case unsupported
}
