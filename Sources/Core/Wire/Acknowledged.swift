/// The daemon has kept every event of this start of the EA up to this number: the EA need not say it again.
public struct Acknowledged: Hashable, Sendable, BitwiseCopyable {
    public var boot: BootID
    public var number: UInt64

    public init(boot: BootID, number: UInt64) {
        self.boot = boot
        self.number = number
    }

    init(_ fields: inout FieldReader) {
        boot = BootID(fields.u64())
        number = fields.u64()
    }

    func write(to fields: inout FieldWriter) {
        fields.u64(boot.rawValue)
        fields.u64(number)
    }
}
