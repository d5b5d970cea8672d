import Core

/// The files of one account's input log. Owner: whoever made it; reading needs nothing but permission.
public struct InputFolder: Sendable {
    static let name = "inputs"

    public let path: String
    public let account: AccountNumber
    public let disk: any JournalDisk

    /// - Parameter state: the state folder.
    public init(account: AccountNumber, in state: String, disk: any JournalDisk = SystemDisk()) {
        self.account = account
        self.disk = disk
        path = "\(state)/\(Self.name)/\(account.rawValue)"
    }

    /// The accounts that have an input log in this state folder, by number.
    public static func accounts(
        in state: String, disk: any JournalDisk = SystemDisk()
    ) throws(DiskError) -> [AccountNumber] {
        try disk.names(in: "\(state)/\(name)").compactMap { UInt64($0) }.sorted().map { AccountNumber($0) }
    }

    func path(of name: InputFileName) -> String { "\(path)/\(name.text)" }

    /// In the order of what they hold.
    func files() throws(DiskError) -> [InputFileName] {
        try disk.names(in: path).compactMap { InputFileName($0) }.sorted()
    }
}
