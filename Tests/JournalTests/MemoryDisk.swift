import Foundation
import Glibc

@testable import Journal

/// A disk in memory that fails as disks fail, at a call of the test's choice, and that can lose power.
///
/// What is written is visible at once and durable after a sync. A sync that fails writes a random part of what
/// was dirty and forgets that the rest was dirty: a later sync succeeds and writes nothing of it (as Linux
/// does). `forget` shows what the device really holds, zeros where a file is longer there than it was written.
/// At a power cut each unsynced write survives, is lost, or survives in part; so does each name.
final class MemoryDisk: JournalDisk, @unchecked Sendable {  // one lock around everything
    enum Fault {
        case error(Int32)
        /// A write takes about half, without an error.
        case short
        /// The power goes; every call fails until `restart`.
        case powerCut
    }

    final class Node {
        var visible: [UInt8] = []
        var durable: [UInt8] = []
        var dirty: [Range<Int>] = []
    }

    struct State {
        var names: [String: Node] = [:]
        var durableNames: [String: Node] = [:]
        var folders: Set<String> = []
        var calls = 0
        var faults: [Int: Fault] = [:]
        /// From this call on every one fails.
        var failsFrom: (call: Int, until: Int, number: Int32)?
        var isDown = false
        var random: SplitMix
    }

    private let lock = NSLock()
    private var content: State

    init(seed: UInt64) { content = State(random: SplitMix(seed: seed)) }

    private func withState<Value>(_ body: (inout State) -> Value) -> Value {
        lock.lock()
        defer { lock.unlock() }
        return body(&content)
    }

    /// Fault-prone calls so far.
    var calls: Int { withState { $0.calls } }

    func inject(_ fault: Fault, at call: Int) { withState { $0.faults[call] = fault } }

    func fail(from call: Int, until end: Int, _ number: Int32) {
        withState { $0.failsFrom = (call, end, number) }
    }

    func heal() {
        withState {
            $0.faults = [:]
            $0.failsFrom = nil
        }
    }

    /// After a power cut, or in place of one.
    func restart() {
        withState { state in
            var random = state.random
            for (name, node) in state.names where state.durableNames[name] !== node {
                if Bool.random(using: &random) { state.durableNames[name] = node }
            }
            for (name, _) in state.durableNames where state.names[name] == nil {
                if Bool.random(using: &random) { state.durableNames[name] = nil }
            }
            for node in Set(state.durableNames.values.map { ObjectIdentifier($0) }).compactMap({ identity in
                state.durableNames.values.first { ObjectIdentifier($0) == identity }
            }).sorted(by: { $0.durable.count < $1.durable.count }) {
                Self.survive(node, &random)
            }
            state.names = state.durableNames
            state.random = random
            state.isDown = false
            state.faults = [:]
            state.failsFrom = nil
        }
    }

    /// What the process leaves behind when it is killed and the machine goes on: everything visible.
    func kill() {
        withState {
            $0.isDown = false
            $0.faults = [:]
            $0.failsFrom = nil
        }
    }

    private static func survive(_ node: Node, _ random: inout SplitMix) {
        for range in node.dirty where !range.isEmpty {
            let survived = Int.random(in: 0...range.count, using: &random)
            // A sector may be there although one before it is not.
            let kept = Bool.random(using: &random) ? range.prefix(survived) : range.suffix(survived)
            store(node, kept)
        }
        if node.visible.count < node.durable.count, Bool.random(using: &random) {
            node.durable.removeLast(node.durable.count - node.visible.count)
        }
        node.dirty = []
        node.visible = node.durable
    }

    private static func store(_ node: Node, _ range: Range<Int>) {
        let range = range.clamped(to: 0..<node.visible.count)
        guard !range.isEmpty else { return }
        if node.durable.count < range.upperBound {
            node.durable += [UInt8](repeating: 0, count: range.upperBound - node.durable.count)
        }
        node.durable.replaceSubrange(range, with: node.visible[range])
    }

    /// What the device holds of each file that would be there after a power cut.
    var durableFiles: [String: [UInt8]] { withState { $0.durableNames.mapValues(\.durable) } }
    var visibleFiles: [String: [UInt8]] { withState { $0.names.mapValues(\.visible) } }

    func put(_ path: String, _ bytes: [UInt8]) {
        withState { state in
            let node = Node()
            node.visible = bytes
            node.durable = bytes
            state.names[path] = node
            state.durableNames[path] = node
        }
    }

    // MARK: Calls

    private func enter(
        _ state: inout State, _ operation: DiskError.Operation, _ path: String
    ) throws(DiskError) -> Fault? {
        state.calls += 1
        if state.isDown { throw DiskError(operation, path, number: EIO) }
        if let (call, end, number) = state.failsFrom, (call..<end).contains(state.calls) {
            throw DiskError(operation, path, number: number)
        }
        let fault = state.faults[state.calls]
        switch fault {
        case nil, .short?: return fault
        case .error(let number)?:
            // A failed sync has its own consequences.
            if operation == .sync { return fault }
            throw DiskError(operation, path, number: number)
        case .powerCut?:
            state.isDown = true
            if operation == .sync || operation == .write { return fault }
            throw DiskError(operation, path, number: EIO)
        }
    }

    private func locked<Value>(
        _ operation: DiskError.Operation, _ path: String,
        _ body: (inout State, Fault?) throws(DiskError) -> Value
    ) throws(DiskError) -> Value {
        let outcome: Result<Value, DiskError> = withState { state in
            do throws(DiskError) {
                let fault = try enter(&state, operation, path)
                return .success(try body(&state, fault))
            } catch {
                return .failure(error)
            }
        }
        return try outcome.get()
    }

    func names(in folder: String) throws(DiskError) -> [String] {
        try locked(.list, folder) { state, _ throws(DiskError) in
            guard state.folders.contains(folder) else { throw DiskError(.list, folder, number: ENOENT) }
            return state.names.keys.filter { $0.hasPrefix(folder + "/") }
                .map { String($0.dropFirst(folder.count + 1)) }
        }
    }

    func makeFolder(_ path: String) throws(DiskError) {
        try locked(.makeFolder, path) { state, _ in _ = state.folders.insert(path) }
    }

    func create(_ path: String) throws(DiskError) -> any DiskFile {
        try locked(.create, path) { state, _ throws(DiskError) in
            guard state.names[path] == nil else { throw DiskError(.create, path, number: EEXIST) }
            let node = Node()
            state.names[path] = node
            return MemoryFile(self, node, path)
        }
    }

    func open(_ path: String, for use: DiskUse) throws(DiskError) -> any DiskFile {
        try locked(.open, path) { state, _ throws(DiskError) in
            guard let node = state.names[path] else { throw DiskError(.open, path, number: ENOENT) }
            return MemoryFile(self, node, path)
        }
    }

    func rename(_ path: String, to new: String) throws(DiskError) {
        try locked(.rename, path) { state, _ throws(DiskError) in
            guard let node = state.names.removeValue(forKey: path) else {
                throw DiskError(.rename, path, number: ENOENT)
            }
            state.names[new] = node
        }
    }

    func remove(_ path: String) throws(DiskError) {
        try locked(.remove, path) { state, _ throws(DiskError) in
            guard state.names.removeValue(forKey: path) != nil else {
                throw DiskError(.remove, path, number: ENOENT)
            }
        }
    }

    func syncFolder(_ path: String) throws(DiskError) {
        try locked(.syncFolder, path) { state, _ in
            let inside = { (name: String) in name.hasPrefix(path + "/") }
            state.durableNames = state.durableNames.filter { !inside($0.key) }
            for (name, node) in state.names where inside(name) { state.durableNames[name] = node }
        }
    }

    // MARK: Calls on one file

    fileprivate func write(_ bytes: ArraySlice<UInt8>, at offset: Int, to file: MemoryFile) throws(DiskError)
        -> Int
    {
        try locked(.write, file.path) { state, fault throws(DiskError) in
            var taken = bytes
            switch fault {
            case nil: break
            case .short?: taken = bytes.prefix(max(1, bytes.count / 2))
            case .error?, .powerCut?:
                taken = bytes.prefix(Int.random(in: 0...bytes.count, using: &state.random))
            }
            let node = file.node
            let end = offset + taken.count
            if node.visible.count < end {
                node.visible += [UInt8](repeating: 0, count: end - node.visible.count)
            }
            node.visible.replaceSubrange(offset..<end, with: taken)
            node.dirty.append(offset..<end)
            if case .powerCut? = fault { throw DiskError(.write, file.path, number: EIO) }
            return taken.count
        }
    }

    fileprivate func sync(_ file: MemoryFile) throws(DiskError) {
        try locked(.sync, file.path) { state, fault throws(DiskError) in
            let node = file.node
            switch fault {
            case nil, .short?:
                for range in node.dirty { Self.store(node, range) }
                if node.visible.count < node.durable.count {
                    node.durable.removeLast(node.durable.count - node.visible.count)
                }
                node.dirty = []
            case .error(let number)?:
                for range in node.dirty {
                    Self.store(node, range.prefix(Int.random(in: 0...range.count, using: &state.random)))
                }
                node.dirty = []
                throw DiskError(.sync, file.path, number: number)
            case .powerCut?: throw DiskError(.sync, file.path, number: EIO)
            }
        }
    }

    fileprivate func read(_ count: Int, at offset: Int, of file: MemoryFile) throws(DiskError) -> [UInt8] {
        try locked(.read, file.path) { _, _ in
            let visible = file.node.visible
            guard offset < visible.count else { return [] }
            return Array(visible[offset..<min(visible.count, offset + count)])
        }
    }

    fileprivate func size(of file: MemoryFile) throws(DiskError) -> Int {
        try locked(.size, file.path) { _, _ in file.node.visible.count }
    }

    fileprivate func cut(_ file: MemoryFile, to size: Int) throws(DiskError) {
        try locked(.cut, file.path) { _, _ in
            let node = file.node
            if node.visible.count > size { node.visible.removeLast(node.visible.count - size) }
            node.dirty = node.dirty.map { $0.clamped(to: 0..<size) }
        }
    }

    fileprivate func forget(_ file: MemoryFile) {
        withState { _ in
            let node = file.node
            var shown = Array(node.durable.prefix(node.visible.count))
            shown += [UInt8](repeating: 0, count: node.visible.count - shown.count)
            for range in node.dirty { shown.replaceSubrange(range, with: node.visible[range]) }
            node.visible = shown
        }
    }
}

/// An open file of a `MemoryDisk`.
final class MemoryFile: DiskFile {
    let path: String
    fileprivate let node: MemoryDisk.Node
    private let disk: MemoryDisk

    init(_ disk: MemoryDisk, _ node: MemoryDisk.Node, _ path: String) {
        self.disk = disk
        self.node = node
        self.path = path
    }

    func size() throws(DiskError) -> Int { try disk.size(of: self) }
    func write(_ bytes: ArraySlice<UInt8>, at offset: Int) throws(DiskError) -> Int {
        try disk.write(bytes, at: offset, to: self)
    }
    func sync() throws(DiskError) { try disk.sync(self) }
    func read(_ count: Int, at offset: Int) throws(DiskError) -> [UInt8] {
        try disk.read(count, at: offset, of: self)
    }
    func forget() { disk.forget(self) }
    func cut(to size: Int) throws(DiskError) { try disk.cut(self, to: size) }
}
