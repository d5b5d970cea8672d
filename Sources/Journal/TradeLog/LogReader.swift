/// Reads a log file from one place to its end, whatever stands in it: every intact record, and every defect
/// with its place.
///
/// A line that cannot be read does not hide the others, not even where its own end was damaged: two lines that
/// run together are told apart by how a record begins. Memory: a chunk and the longest line, whatever the
/// size of the file. A line longer than any record is reported once and skipped.
public struct LogReader {
    private static let chunkBytes = 262_144
    /// How every record begins; it cannot stand inside one, where quotation marks in a text are escaped.
    private static let opening = Array(#"{"v":1,"seq":"#.utf8)

    private let file: any DiskFile
    private var buffer: [UInt8] = []
    /// The place in `buffer` from which on nothing was looked at.
    private var cursor = 0
    /// The offset in the file at which `buffer` begins.
    private var base: Int
    private var line: Int
    private var isAtEnd = false
    private var found: [LogItem] = []

    /// - Parameters:
    ///   - offset: where a line begins.
    ///   - line: that line's number, from 1.
    public init(_ file: any DiskFile, from offset: Int = 0, line: Int = 1) {
        self.file = file
        base = offset
        self.line = line
    }

    /// The next thing in the file; nil at its end. A file that grows may have more later.
    public mutating func next() throws(DiskError) -> LogItem? {
        while found.isEmpty {
            if let end = buffer[cursor...].firstIndex(of: UInt8(ascii: "\n")) {
                read(cursor..<end, endBytes: 1)
            } else if buffer.count - cursor > 2 * TradeRecord.bytesMax {
                skip(cursor..<buffer.count)
            } else if isAtEnd {
                // It may have grown since, also in the middle of a line.
                let rest = buffer.count - cursor
                try fill()
                guard buffer.count == rest else { continue }
                guard rest > 0 else { return nil }
                read(cursor..<buffer.count, endBytes: 0)
            } else {
                try fill()
            }
        }
        return found.removeFirst()
    }

    private mutating func fill() throws(DiskError) {
        base += cursor
        buffer.removeFirst(cursor)
        cursor = 0
        let chunk = try file.read(Self.chunkBytes, at: base + buffer.count)
        isAtEnd = chunk.count < Self.chunkBytes
        buffer += chunk
    }

    private mutating func read(_ range: Range<Int>, endBytes: Int) {
        let place = LinePlace(
            line: line, offset: base + range.lowerBound, length: range.count + endBytes)
        do throws(LineDefect) {
            let record = try TradeRecord(line: buffer, in: range)
            found.append(endBytes == 0 ? .unended(record, place) : .record(record, place))
        } catch {
            readPieces(of: range, error, place, endBytes: endBytes)
        }
        cursor = range.upperBound + endBytes
        line += 1
    }

    /// More bytes without a line feed than any record has.
    private mutating func skip(_ range: Range<Int>) {
        let place = LinePlace(line: line, offset: base + range.lowerBound, length: range.count)
        found.append(.damaged(.notARecord, place))
        cursor = range.upperBound
    }

    /// Looks for records inside a line that is none.
    private mutating func readPieces(
        of range: Range<Int>, _ defect: LineDefect, _ whole: LinePlace, endBytes: Int
    ) {
        let starts = openings(in: range)
        var isAnyIntact = false
        var items: [LogItem] = []
        for (index, start) in starts.enumerated() {
            let isLast = index + 1 == starts.count
            let end = isLast ? range.upperBound : starts[index + 1]
            let length = end - start + (isLast ? endBytes : 0)
            let place = LinePlace(line: line, offset: base + start, length: length)
            if let record = intact(start..<end) {
                isAnyIntact = true
                items.append(isLast && endBytes == 1 ? .record(record, place) : .unended(record, place))
            } else if let record = intact(start..<(end - 1)) {
                isAnyIntact = true
                items.append(.unended(record, place))
            } else if isLast, endBytes == 0 {
                items.append(.torn(place))
            } else {
                items.append(.damaged(defect, place))
            }
        }
        if isAnyIntact, let first = starts.first {
            if first > range.lowerBound {
                let length = first - range.lowerBound
                found.append(
                    .damaged(.notARecord, LinePlace(line: line, offset: whole.offset, length: length)))
            }
            found += items
        } else {
            found.append(endBytes == 0 ? .torn(whole) : .damaged(defect, whole))
        }
    }

    private func intact(_ range: Range<Int>) -> TradeRecord? {
        do throws(LineDefect) {
            return try TradeRecord(line: buffer, in: range)
        } catch {
            return nil
        }
    }

    private func openings(in range: Range<Int>) -> [Int] {
        let opening = Self.opening
        guard range.count >= opening.count else { return [] }
        return (range.lowerBound...(range.upperBound - opening.count)).filter { start in
            buffer[start] == opening[0] && buffer[start..<(start + opening.count)].elementsEqual(opening)
        }
    }
}
