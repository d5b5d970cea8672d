/// Where input logs are written, and by which program.
public struct InputPlace: Sendable {
    /// The state folder.
    public var state: String
    public var disk: any JournalDisk
    public var limits: InputLogLimits
    /// What tells this program from others that may decide otherwise.
    public var build: String

    public init(
        state: String, build: String, disk: any JournalDisk = SystemDisk(),
        limits: InputLogLimits = .standard
    ) {
        self.state = state
        self.disk = disk
        self.limits = limits
        self.build = build
    }
}
