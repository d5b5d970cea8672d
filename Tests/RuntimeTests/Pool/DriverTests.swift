import Runtime
import Testing

@Suite struct DriverTests {
    @Test(arguments: [1, 2])
    func autoStaysInlineOnSmallMachines(processors: Int) {
        #expect(Driver(.auto, workers: 3, wait: nil, processors: processors) == .inline)
    }

    @Test(arguments: [3, 4, 5])
    func autoParksItsWorkersWhereThereIsNoRoomToSpin(processors: Int) {
        let driver = Driver(.auto, workers: 3, wait: nil, processors: processors)
        #expect(driver == .pool(workers: 3, wait: .park))
    }

    @Test func autoSpinsWithThreeProcessorsMoreThanWorkers() {
        #expect(Driver(.auto, workers: 3, wait: nil, processors: 6) == .pool(workers: 3, wait: .spin))
    }

    @Test func whatIsAskedForIsDone() {
        #expect(Driver(.inline, workers: 3, wait: .spin, processors: 64) == .inline)
        #expect(
            Driver(.pool, workers: 2, wait: .adaptive, processors: 1) == .pool(workers: 2, wait: .adaptive))
        #expect(Driver(.pool, workers: 2, wait: nil, processors: 2) == .pool(workers: 2, wait: .park))
    }
}
