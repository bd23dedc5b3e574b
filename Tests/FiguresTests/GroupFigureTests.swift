import Figures
import Imaging
import Testing
import TokenFields

@Suite struct GroupPaletteTests {
  private static func distance(_ one: RGB, _ other: RGB) -> Float {
    let (one, other) = (Lab(one), Lab(other))
    let (light, a, b) = (one.lightness - other.lightness, one.a - other.a, one.b - other.b)
    return (light * light + a * a + b * b).squareRoot()
  }

  /// The colours of groups, as Lab.
  private static func colors(_ groups: [Int], count: Int, _ grid: TokenGrid) -> [RGB] {
    GroupPalette.assign(groups, count: count, on: grid).map { GroupPalette.colors[$0] }
  }

  @Test func anyTwoColorsAreFarApart() {
    let colors = GroupPalette.colors
    #expect(colors.count == 24)
    for (index, one) in colors.enumerated() {
      for other in colors[..<index] {
        #expect(Self.distance(one, other) > 23, "\(one) and \(other)")
      }
    }
  }

  @Test func lightnessesAreTwentyApart() {
    let lightnesses = GroupPalette.colors.map { Lab($0).lightness }
    let levels = [0..<8, 8..<16, 16..<24].map { lightnesses[$0] }
    for (lower, higher) in zip(levels, levels.dropFirst()) {
      #expect((higher.min() ?? 0) - (lower.max() ?? 0) > 18)
    }
  }

  @Test func neighboursDifferInLightness() {
    // Stripes, each as wide as a column: every group touches two others.
    let grid = TokenGrid(rows: 6, columns: 40)
    let groups = (0..<grid.count).map { $0 % 40 }
    let colors = Self.colors(groups, count: 40, grid)
    for (one, other) in zip(colors, colors.dropFirst()) {
      #expect(abs(Lab(one).lightness - Lab(other).lightness) > 18)
    }
  }

  @Test func threeGroupsThatTouchOneAnotherHaveThreeLightnesses() {
    // 0 0 1 1
    // 2 2 2 2
    let grid = TokenGrid(rows: 2, columns: 4)
    let colors = Self.colors([0, 0, 1, 1, 2, 2, 2, 2], count: 3, grid)
    let lightnesses = colors.map { Lab($0).lightness }.sorted()
    #expect(lightnesses[1] - lightnesses[0] > 18 && lightnesses[2] - lightnesses[1] > 18)
  }

  @Test func scatteredGroupsThatTouchHaveDifferentColors() {
    let grid = TokenGrid(tiles: 2, rows: 12, columns: 24)
    for count in [5, 20, 64] {
      var state: UInt64 = 11
      let groups = (0..<grid.count).map { _ in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % (count + 1) - 1
      }
      let assigned = GroupPalette.assign(groups, count: count, on: grid)
      #expect(GroupPalette.assign(groups, count: count, on: grid) == assigned)
      for token in groups.indices where groups[token] >= 0 {
        for other in [token + 1, token + grid.columns]
        where other < groups.count && groups[other] >= 0 && groups[other] != groups[token] {
          if other == token + 1 && other % grid.columns == 0 { continue }
          // With 64 scattered groups a group has more neighbours than there are colours.
          if count <= 20 { #expect(assigned[groups[token]] != assigned[groups[other]]) }
        }
      }
      // Colours are shared only when there are more groups than colours.
      #expect(Set(assigned).count == min(count, 24), "\(count): \(Set(assigned).count)")
    }
  }
}

@Suite struct GroupOverlayTests {
  /// Two rows of three patches of 14 × 14 pixels: group 0 of two, one kept, one dropped, group 1.
  private static let grid = TokenGrid(rows: 2, columns: 3)
  private static let groups = [0, 0, -1, -1, 1, 1]
  private static let picture = Image(width: 42, height: 28, filledWith: RGB(100, 120, 140))

  private static func overlay(_ representatives: [Int?] = [nil, nil]) -> GroupOverlay {
    GroupOverlay(groups: groups, representatives: representatives, kept: [2], grid: grid)
  }

  /// The colour of a group in the picture.
  private static func fill(_ group: Int) -> RGB {
    let place = GroupPalette.assign(groups, count: 2, on: grid)[group]
    return RGB(100, 120, 140).mixed(with: GroupPalette.colors[place], share: 0.75)
  }

  /// The columns and rows that have a colour.
  private static func box(_ color: RGB, in image: Image) -> (columns: [Int], rows: [Int]) {
    var columns: Set<Int> = []
    var rows: Set<Int> = []
    for y in 0..<image.height {
      for x in 0..<image.width where image[x, y] == color {
        columns.insert(x)
        rows.insert(y)
      }
    }
    return (columns.sorted(), rows.sorted())
  }

  @Test func patchesHaveTheColorOfTheirGroup() {
    let image = Self.overlay().drawn(on: Self.picture)
    let first = Self.box(Self.fill(0), in: image)
    #expect(first.columns == Array(1..<27) && first.rows == Array(1..<14))
    let second = Self.box(Self.fill(1), in: image)
    #expect(second.columns == Array(15..<41) && second.rows == Array(15..<27))
  }

  @Test func patchesOfNoGroupAreAsInAnOverlay() {
    let image = Self.overlay().drawn(on: Self.picture)
    let plain = SelectionOverlay(kept: [2], grid: Self.grid).drawn(on: Self.picture)
    for y in 0..<28 {
      for x in 0..<42 where (y < 14 && x >= 28) || (y >= 14 && x < 14) {
        #expect(image[x, y] == plain[x, y], "(\(x), \(y))")
      }
    }
    #expect(image[35, 7] == RGB(100, 120, 140) && image[7, 20] != RGB(100, 120, 140))
  }

  @Test func groupsAreBordered() {
    let image = Self.overlay().drawn(on: Self.picture)
    let ink = RGB(grey: 24)
    for x in 0..<28 { #expect(image[x, 0] == ink) }
    for y in 0..<14 { #expect(image[0, y] == ink && image[27, y] == ink) }
    // Between the two groups there is one line, the lower group's.
    for x in 14..<27 { #expect(image[x, 14] == ink && image[x, 13] != ink) }
    // Towards a patch of no group the line is the group's own.
    for x in 0..<14 { #expect(image[x, 13] == ink && image[x, 14] != ink) }
    // Inside a group there is none.
    #expect((1..<13).allSatisfy { image[14, $0] != ink })
  }

  @Test func numbersStandOnTheRepresentative() {
    let image = Self.overlay([1, nil]).drawn(on: Self.picture)
    let number = Self.box(Self.fill(0).luma > 120 ? .black : .white, in: image)
    // A zero of five columns and seven rows in the middle of patch 1.
    #expect(number.columns.first == 19 && number.columns.last == 23)
    #expect(number.rows.first == 4 && number.rows.last == 10)
  }

  @Test func numbersThatDoNotFitAreLeftOut() {
    let small = Image(width: 24, height: 16, filledWith: RGB(100, 120, 140))
    let image = Self.overlay([1, 4]).drawn(on: small)
    #expect(Self.box(.black, in: image).columns.isEmpty)
    #expect(Self.box(.white, in: image).columns.isEmpty)
  }

  @Test func withoutGroupsItIsTheOverlay() {
    let overlay = GroupOverlay(
      groups: [Int](repeating: -1, count: 6), representatives: [], kept: [0, 5], grid: Self.grid)
    let plain = SelectionOverlay(kept: [0, 5], grid: Self.grid)
    #expect(overlay.drawn(on: Self.picture) == plain.drawn(on: Self.picture))
    #expect(
      overlay.drawnOnSquares(width: 42, height: 28) == plain.drawnOnSquares(width: 42, height: 28))
  }

  @Test func picturesOfEverySizeCanBeDrawn() {
    let grid = TokenGrid(tiles: 2, rows: 5, columns: 7)
    let groups = (0..<70).map { $0 % 11 - 1 }
    let overlay = GroupOverlay(
      groups: groups, representatives: [3] + [Int?](repeating: nil, count: 9), kept: [0],
      grid: grid)
    for (width, height) in [(1, 1), (7, 10), (23, 31), (98, 140), (400, 600)] {
      let image = overlay.drawnOnSquares(width: width, height: height)
      #expect(image.width == width && image.height == height)
    }
  }

  @Test func refusesGroupsOfAnotherGrid() async {
    await #expect(processExitsWith: .failure) {
      _ = GroupOverlay(
        groups: [0, 0], representatives: [nil], kept: [], grid: TokenGrid(rows: 1, columns: 3))
    }
  }
}
