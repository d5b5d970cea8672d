/// What is recorded beside what must be.
struct JournalWish: Hashable, Sendable {
    enum Inputs: Hashable, Sendable {
        /// Everything the machines consume, for `backstop journal replay`.
        case recorded
        case forgotten
    }

    var inputs = Inputs.recorded
}

extension Configuration {
    /// What is wrong is reported, and then reads as the default.
    static func journal(
        _ reader: inout ConfigurationReader, _ top: ConfigurationReader.Section
    ) -> JournalWish {
        var wish = JournalWish()
        guard reader.has(top, "journal"), let section = reader.section(top, "journal") else { return wish }
        reader.refuseUnknownKeys(section)
        if reader.flag(section, "inputs") == false { wish.inputs = .forgotten }
        return wish
    }
}
