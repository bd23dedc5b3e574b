import Glibc
import Imaging
import Scenes
import TestSupport
import Testing

/// What every scene in the catalog promises.
@Suite struct SceneLaws {
  /// Each scene, drawn once for all tests.
  static let pictures = SceneCatalog.all.map { $0.draw() }

  /// The share of 14-pixel patches whose lightness varies by more than a tenth of its range.
  static func detail(_ image: Image) -> Double {
    let side = 14
    var detailed = 0
    let (columns, rows) = (image.width / side, image.height / side)
    for row in 0..<rows {
      for column in 0..<columns {
        var (sum, squares) = (0.0, 0.0)
        for y in (row * side)..<((row + 1) * side) {
          for x in (column * side)..<((column + 1) * side) {
            let color = image[x, y]
            let value = Double(Int(color.red) + Int(color.green) + Int(color.blue)) / 765
            sum += value
            squares += value * value
          }
        }
        let count = Double(side * side)
        if squares / count - (sum / count) * (sum / count) > 0.04 * 0.04 { detailed += 1 }
      }
    }
    return Double(detailed) / Double(rows * columns)
  }

  @Test func thereAreAtLeastTwelveWithNamesOfTheirOwn() {
    let names = SceneCatalog.all.map(\.name)
    #expect(names.count >= 12)
    #expect(Set(names).count == names.count)
    for name in names {
      #expect(name.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(name)")
      #expect(SceneCatalog.scene(named: name)?.name == name)
    }
    #expect(SceneCatalog.scene(named: "no-such") == nil)
  }

  @Test func summariesAreShortAndHaveNoFinalPeriod() {
    for scene in SceneCatalog.all {
      #expect(!scene.summary.isEmpty && scene.summary.count <= 72 && scene.summary.last != ".")
    }
  }

  @Test(arguments: SceneCatalog.all.indices)
  func isLargeEnoughForEveryEncoder(index: Int) {
    let picture = Self.pictures[index]
    #expect(picture.width >= 336 && picture.height >= 336)
    #expect(picture.width <= 1008 && picture.height <= 672)
  }

  @Test(arguments: SceneCatalog.all.indices)
  func isTheSameAtEveryDrawing(index: Int) {
    #expect(SceneCatalog.all[index].draw() == Self.pictures[index])
  }

  @Test func noTwoScenesAreAlike() {
    for (index, one) in Self.pictures.enumerated() {
      for other in Self.pictures[..<index] { #expect(one != other) }
    }
  }

  @Test(arguments: SceneCatalog.all.indices)
  func usesManyTonesFromDarkToLight(index: Int) {
    let picture = Self.pictures[index]
    var isSeen = [Bool](repeating: false, count: 256)
    for sample in picture.samples { isSeen[Int(sample)] = true }
    #expect(isSeen.count { $0 } > 150)
    #expect(isSeen[..<64].contains(true) && isSeen[192...].contains(true))
  }

  @Test func complexScenesHaveMoreDetailThanSimpleOnes() {
    let details = Self.pictures.map(Self.detail)
    let scenes = zip(SceneCatalog.all, details)
    let simple = scenes.filter { $0.0.complexity == .simple }.map(\.1)
    let complex = scenes.filter { $0.0.complexity == .complex }.map(\.1)
    #expect(simple.count >= 4 && complex.count >= 4)
    #expect((simple.max() ?? 1) < (complex.min() ?? 0), "\(details)")
  }

  @Test func thePanoramaIsThreeTimesAsWideAsHigh() throws {
    let picture = try #require(SceneCatalog.scene(named: "panorama")).draw()
    #expect(picture.width == 3 * picture.height)
  }

  @Test func everyFileInTheCatalogFolderIsOneScene() throws {
    let folder = Fixture.repository() + "/Sources/Scenes/Catalog"
    let directory = try #require(opendir(folder))
    defer { closedir(directory) }
    var files: Set<String> = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { bytes in
        bytes.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".swift") { files.insert(String(name.dropLast(6))) }
    }
    let expected = SceneCatalog.all.map { scene in
      scene.name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }
    #expect(files == Set(expected))
  }
}
