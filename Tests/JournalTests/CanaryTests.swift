import Core
import Testing

@testable import Journal

/// The checkers of these tests can fail: each is shown a defect that it must catch.
@Suite struct CanaryTests {
    /// A disk whose syncs of files do nothing and report success.
    private struct LyingDisk: JournalDisk {
        let disk: MemoryDisk

        private final class File: DiskFile {
            private let file: any DiskFile
            var path: String { file.path }

            init(_ file: any DiskFile) { self.file = file }

            func size() throws(DiskError) -> Int { try file.size() }
            func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int {
                try file.write(bytes, at: offset)
            }
            func sync() throws(DiskError) {}
            func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
                try file.read(count, at: offset)
            }
            func forget() {}
            func cut(to size: Int) throws(DiskError) { try file.cut(to: size) }
        }

        func names(in folder: String) throws(DiskError) -> [String] { try disk.names(in: folder) }
        func makeFolder(_ path: String) throws(DiskError) { try disk.makeFolder(path) }
        func create(_ path: String) throws(DiskError) -> any DiskFile { File(try disk.create(path)) }
        func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile {
            File(try disk.open(path, for: use))
        }
        func rename(_ path: String, to new: String) throws(DiskError) { try disk.rename(path, to: new) }
        func remove(_ path: String) throws(DiskError) { try disk.remove(path) }
        func syncFolder(_ path: String) throws(DiskError) { try disk.syncFolder(path) }
    }

    @Test func aDiskThatOnlySaysItSyncedIsCaught() {
        let disk = MemoryDisk(seed: 1)
        let script = LogScript(disk, seenThrough: LyingDisk(disk: disk))
        script.happen()
        script.work()
        #expect(script.acknowledged == 1)
        #expect(script.aheadOfDisk == [1])
    }

    @Test func aRecordThatIsThereTwiceIsCaught() throws {
        let disk = MemoryDisk(seed: 1)
        let script = LogScript(disk)
        script.happen()
        script.work()
        let (path, bytes) = try #require(disk.visibleFiles.first)
        disk.put(path, bytes + bytes)
        let audit = LogAudit(disk.visibleFiles)
        #expect(!audit.isConsecutive)
        #expect(audit.deals == [1, 1])
    }

    @Test func aRecordThatIsMissingIsCaught() throws {
        let disk = MemoryDisk(seed: 1)
        let script = LogScript(disk)
        script.happen()
        script.work()
        let (path, bytes) = try #require(disk.visibleFiles.first)
        let first = try #require(bytes.firstIndex(of: UInt8(ascii: "\n")))
        disk.put(path, Array(bytes[(first + 1)...]))
        #expect(!LogAudit(disk.visibleFiles).isConsecutive)
    }
}
