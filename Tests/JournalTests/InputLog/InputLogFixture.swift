import Core

@testable import Journal

/// An input log on a disk in memory.
struct InputLogFixture {
    static let state = "/state"
    let disk: MemoryDisk
    var limits = InputLogLimits()

    init(seed: UInt64 = 1) { disk = MemoryDisk(seed: seed) }

    var place: InputPlace { InputPlace(state: Self.state, build: "test", disk: disk, limits: limits) }

    var folder: InputFolder { InputFolder(account: RecordedWorld.account, in: Self.state, disk: disk) }

    /// Records a world of so many steps.
    func record(seed: UInt64, steps: Int) -> DirectInputs {
        var world = RecordedWorld(seed: seed)
        let inputs = DirectInputs(place)
        inputs.open(
            world.guardian, account: RecordedWorld.account, epoch: RecordedWorld.epoch, at: world.now)
        for _ in 0..<steps {
            world.step { inputs.take($0, of: RecordedWorld.account) }
            inputs.settle(world.guardian, account: RecordedWorld.account, at: world.now)
        }
        inputs.flush()
        return inputs
    }

    func recorder() -> InputRecorder {
        InputRecorder(
            folder, limits: limits, epoch: RecordedWorld.epoch, build: "test", machines: .accountAndShard)
    }

    func replay() throws(DiskError) -> ReplayReport { try InputReplay.run(folder) }

    /// Names and contents, in order.
    var files: [(path: String, bytes: [UInt8])] {
        disk.visibleFiles.filter { $0.key.hasSuffix(".inputs") }.sorted { $0.key < $1.key }.map {
            ($0.key, $0.value)
        }
    }
}
