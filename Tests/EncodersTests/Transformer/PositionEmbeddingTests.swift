import Encoders
import TestSupport
import Testing

@Suite struct PositionEmbeddingTests {
  /// All arrays of the fixture, one after the other.
  private func stored() throws -> [Float] {
    let bytes = try Fixture.bytes("encoders/positions.bin")
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(bytes[start + $1]) << (8 * $1) })
    }
  }

  @Test func equalsTheModelsOwnInterpolation() throws {
    let rows = try Fixture.table("encoders/positions.tsv")
    #expect(rows.count == 8)
    var rest = try stored()[...]
    for row in rows {
      let numbers = try ["classTokens", "side", "rows", "columns", "width"].map {
        try #require(Int(row[$0] ?? ""))
      }
      let (first, side, width) = (numbers[0], numbers[1], numbers[4])
      let count = (first + side * side) * width
      let positions = Array(rest.prefix(count))
      let result = PositionEmbedding.interpolated(
        positions, classTokens: first, side: side, rows: numbers[2], columns: numbers[3],
        width: width)
      #expect(result.count == (first + numbers[2] * numbers[3]) * width)
      let expected = rest.dropFirst(count).prefix(result.count)
      let largest = expected.reduce(0) { max($0, abs($1)) }
      let difference = zip(result, expected).reduce(0) { max($0, abs($1.0 - $1.1)) }
      #expect(difference <= 1e-6 * max(1, largest), "\(row): \(difference)")
      rest = rest.dropFirst(count + result.count)
    }
    #expect(rest.isEmpty)
  }

  @Test func keepsWhatFitsAndClassTokens() {
    let positions = (0..<10).map(Float.init)
    #expect(
      PositionEmbedding.interpolated(
        positions, classTokens: 1, side: 2, rows: 2, columns: 2, width: 2) == positions)
    let larger = PositionEmbedding.interpolated(
      positions, classTokens: 1, side: 2, rows: 5, columns: 3, width: 2)
    #expect(larger.count == 32 && larger.prefix(2) == [0, 1])
  }

  @Test func keepsEqualPositionsEqual() {
    let result = PositionEmbedding.interpolated(
      [Float](repeating: 0.25, count: 9 * 3), classTokens: 0, side: 3, rows: 7, columns: 2,
      width: 3)
    #expect(result.allSatisfy { abs($0 - 0.25) < 1e-6 })
  }
}
