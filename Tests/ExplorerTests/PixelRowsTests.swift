import Explorer
import Imaging
import LinearAlgebra
import Testing

/// Pictures of half-blocks that are cheap to send.
@Suite struct PixelRowsTests {
  private static let width = 60
  private static let patch = 5

  private static func picture(_ pixels: [(RGB, RGB)], limit: Int) -> [(upper: RGB?, lower: RGB?)] {
    var rows = PixelRows(width: width, patchWidth: patch)
    for (upper, lower) in pixels { rows.append(upper: upper, lower: lower) }
    rows.thin(to: limit)
    return pixels.indices.map { rows[$0 % width, $0 / width] }
  }

  private static func noise(_ seed: UInt64, spread: Int) -> [(RGB, RGB)] {
    var generator = SplitMix64(seed: seed)
    func color() -> RGB {
      RGB(
        UInt8(100 + generator.next(below: spread)), UInt8(100 + generator.next(below: spread)),
        UInt8(100 + generator.next(below: spread)))
    }
    return (0..<(width * 20)).map { _ in (color(), color()) }
  }

  private static func difference(_ one: RGB?, _ other: RGB) -> Int {
    guard let one else { return 255 }
    return max(
      abs(Int(one.red) - Int(other.red)), abs(Int(one.green) - Int(other.green)),
      abs(Int(one.blue) - Int(other.blue)))
  }

  private static func colorChanges(_ cells: [(upper: RGB?, lower: RGB?)]) -> Int {
    zip(cells, cells.dropFirst()).reduce(0) { count, pair in
      count + (pair.0.upper != pair.1.upper ? 1 : 0) + (pair.0.lower != pair.1.lower ? 1 : 0)
    }
  }

  @Test(arguments: [(4, 1 << 30), (40, 1 << 30), (150, 1 << 30), (40, 20_000), (150, 20_000)])
  func noSampleDiffersByMoreThanTheTolerances(spread: Int, limit: Int) throws {
    let pixels = Self.noise(UInt64(spread), spread: spread)
    let drawn = Self.picture(pixels, limit: limit)
    // The upper pixel may take the lower one's place after that took its neighbour's.
    let most = try #require(
      limit > 1 << 20 ? PixelRows.tolerances.first : PixelRows.tolerances.last)
    for (cell, (upper, lower)) in zip(drawn, pixels) {
      #expect(Self.difference(cell.upper, upper) <= 2 * most)
      #expect(Self.difference(cell.lower, lower) <= most)
    }
  }

  @Test func whatIsTooLongIsThinnedFurther() {
    let pixels = Self.noise(1, spread: 30)
    let (free, bound) = (Self.picture(pixels, limit: 1 << 30), Self.picture(pixels, limit: 1))
    #expect(Self.colorChanges(bound) < Self.colorChanges(free) / 2)
    #expect(Self.colorChanges(free) > 0)
  }

  @Test func colorsThatAreFarApartStay() {
    let pixels = (0..<(Self.width * 20)).map { index in
      (RGB(grey: index % 2 == 0 ? 0 : 255), RGB(grey: index % 2 == 0 ? 255 : 0))
    }
    let drawn = Self.picture(pixels, limit: 1)
    #expect(zip(drawn, pixels).allSatisfy { $0.upper == $1.0 && $0.lower == $1.1 })
  }

  /// A step of the budget sends what it changes.
  @Test func patchesDoNotDependOnEachOther() {
    let pixels = Self.noise(3, spread: 20)
    var changed = pixels
    for index in pixels.indices where index % Self.width / Self.patch == 4 {
      changed[index] = (.black, .white)
    }
    let (before, after) = (
      Self.picture(pixels, limit: 1 << 30), Self.picture(changed, limit: 1 << 30)
    )
    for index in pixels.indices where index % Self.width / Self.patch != 4 {
      #expect(before[index].upper == after[index].upper)
      #expect(before[index].lower == after[index].lower)
    }
  }
}
