/// What an EA calls one of its messages: the same message delivered again carries the same name.
///
/// Numbers of one start of the EA only grow. As text: the boot id in 16 hexadecimal digits, a hyphen, the number.
public struct Delivery: Hashable, Sendable, BitwiseCopyable {
    /// The EA's boot id.
    public let boot: UInt64
    public let number: UInt64

    public init(boot: UInt64, number: UInt64) {
        self.boot = boot
        self.number = number
    }

    var text: String {
        let digits = String(boot, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits + "-" + String(number)
    }

    init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, let boot = UInt64(parts[0], radix: 16), let number = UInt64(parts[1]) else {
            return nil
        }
        self.init(boot: boot, number: number)
        guard self.text == text else { return nil }
    }
}
