import Glibc
import Imaging
import Testing

@Suite struct CanvasTests {
  private typealias Point = Canvas.Point

  private static func white(_ width: Int, _ height: Int) -> Canvas {
    Canvas(width: width, height: height, color: .white)
  }

  /// The area in pixels that black has taken from white.
  private static func ink(_ canvas: Canvas) -> Double {
    canvas.image.samples.reduce(0) { $0 + Double(255 - Int($1)) } / (3 * 255)
  }

  // MARK: Coverage

  @Test func aHalfCoveredPixelIsHalfPainted() {
    var canvas = Self.white(4, 3)
    canvas.fillRectangle(x: 1.5, y: 1, width: 1.5, height: 1, with: .solid(.black))
    #expect((0..<4).map { canvas.image[$0, 1].red } == [255, 128, 0, 255])
    #expect(canvas.image[1, 0] == .white && canvas.image[2, 2] == .white)
  }

  @Test func cornersCoverTheProductOfBothShares() {
    var canvas = Canvas(width: 2, height: 2, color: .black)
    canvas.fillRectangle(x: 0.5, y: 0.75, width: 1, height: 1, with: .solid(.white))
    // Shares 1/8, 1/8, 3/8, 3/8 of 255, rounded half up.
    #expect(
      canvas.image.samples.map(Int.init) == [32, 32, 32, 32, 32, 32] + [96, 96, 96, 96, 96, 96])
  }

  @Test func aDiagonalHalvesThePixelsItCrosses() {
    var canvas = Self.white(5, 5)
    canvas.fillPolygon([Point(0, 0), Point(5, 5), Point(0, 5)], with: .solid(.black))
    for y in 0..<5 {
      for x in 0..<5 {
        #expect(canvas.image[x, y].red == (x == y ? 128 : x < y ? 0 : 255), "(\(x), \(y))")
      }
    }
  }

  @Test(arguments: [false, true])
  func anEdgeOfSlopeThreeCoversWhatGeometrySays(isReversed: Bool) {
    var canvas = Canvas(width: 3, height: 1, color: .black)
    let corners = [Point(0, 0), Point(3, 1), Point(0, 1)]
    canvas.fillPolygon(isReversed ? corners.reversed() : corners, with: .solid(.white))
    // Below the line y = x/3: 5/6, 1/2 and 1/6 of the three pixels.
    #expect((0..<3).map { Int(canvas.image[$0, 0].red) } == [213, 128, 43])
  }

  @Test func shapesLargerThanThePictureKeepTheirEdges() {
    var canvas = Self.white(4, 4)
    canvas.fillPolygon(
      [Point(-100, -100), Point(100, 100), Point(-100, 100)], with: .solid(.black))
    for x in 0..<4 {
      #expect(canvas.image[x, x].red == 128)
      if x > 0 { #expect(canvas.image[x - 1, x] == .black && canvas.image[x, x - 1] == .white) }
    }
    let before = canvas.image
    canvas.fillRectangle(x: 9, y: 9, width: 4, height: 4, with: .solid(.black))
    canvas.fillRectangle(x: -9, y: 0, width: 9, height: 4, with: .solid(.black))
    canvas.fillPolygon([Point(.nan, 1), Point(2, .nan), Point(3, 3)], with: .solid(.black))
    canvas.fill(Canvas.Path(), with: .solid(.black))
    #expect(canvas.image == before)
  }

  @Test(arguments: [3.0, 8.25, 20])
  func aDiscCoversItsArea(radius: Double) {
    var canvas = Self.white(48, 48)
    canvas.fillCircle(center: Point(24.3, 23.7), radius: radius, with: .solid(.black))
    #expect(abs(Self.ink(canvas) / (.pi * radius * radius) - 1) < 0.02)
  }

  @Test func anInnerContourOfTheOtherDirectionIsAHole() {
    var path = Canvas.Path.rectangle(x: 0, y: 0, width: 5, height: 5)
    path.append(.polygon([Point(1, 1), Point(1, 4), Point(4, 4), Point(4, 1)]))
    var canvas = Self.white(5, 5)
    canvas.fill(path, with: .solid(.black))
    #expect(Self.ink(canvas) == 16)
    path.append(.rectangle(x: 0, y: 0, width: 5, height: 1))
    canvas = Self.white(5, 5)
    canvas.fill(path, with: .solid(.black))
    #expect(Self.ink(canvas) == 16, "what is covered twice is covered once")
  }

  // MARK: Lines

  @Test func aLineOnPixelCentresCoversItsThickness() {
    var canvas = Self.white(9, 5)
    canvas.strokeLine(
      from: Point(-5, 2.5), to: Point(15, 2.5), thickness: 2, with: .solid(.black))
    #expect((0..<5).map { canvas.image[4, $0].red } == [255, 128, 0, 128, 255])
    canvas = Self.white(9, 5)
    canvas.strokeLine(
      from: Point(-5, 2.5), to: Point(15, 2.5), thickness: 0.5, with: .solid(.black))
    #expect((0..<5).map { canvas.image[4, $0].red } == [255, 255, 128, 255, 255])
  }

  @Test func aLineThatCrossesItselfIsNoDarkerThere() {
    var canvas = Self.white(9, 9)
    let cross = Canvas.Path([
      [Point(0, 4.5), Point(9, 4.5)], [Point(4.5, 0), Point(4.5, 9)],
    ])
    canvas.stroke(cross, thickness: 1, with: .solid(.black), opacity: 0.5)
    #expect(canvas.image[4, 4] == canvas.image[4, 1])
    #expect(canvas.image[4, 4].red == 128)
  }

  @Test func aTaperedLineIsThickerAtItsThickEnd() {
    var canvas = Self.white(40, 20)
    canvas.stroke([(Point(4, 10), 1), (Point(36, 10), 12)], with: .solid(.black))
    func thickness(_ x: Int) -> Double {
      (0..<20).reduce(0) { $0 + Double(255 - Int(canvas.image[x, $1].red)) / 255 }
    }
    #expect(thickness(8) < thickness(20) && thickness(20) < thickness(33))
    #expect(abs(thickness(20) - 6.5) < 0.8)
  }

  // MARK: Paint

  @Test func gradientsRunBetweenTheirStops() {
    var canvas = Self.white(5, 1)
    canvas.fillAll(with: .horizontal(.black, RGB(grey: 200), from: 0.5, to: 4.5))
    #expect((0..<5).map { canvas.image[$0, 0].red } == [0, 50, 100, 150, 200])
    canvas.fillAll(
      with: .radial(
        center: Point(2.5, 0.5), radius: 2,
        stops: [.init(0, .white), .init(0.5, .black), .init(1, RGB(grey: 80))]))
    #expect((0..<5).map { canvas.image[$0, 0].red } == [80, 0, 255, 0, 80])
    let before = canvas.image
    canvas.fillAll(with: .linear(from: Point(0, 0), to: Point(1, 0), stops: []))
    #expect(canvas.image == before)
  }

  @Test func opacityMixes() {
    var canvas = Canvas(width: 1, height: 1, color: RGB(200, 100, 0))
    canvas.fillAll(with: .solid(RGB(100, 100, 200)), opacity: 0.25)
    #expect(canvas.image[0, 0] == RGB(175, 100, 50))
    canvas.fillAll(with: .function { _ in (.white, 0.5) }, opacity: 0)
    #expect(canvas.image[0, 0] == RGB(175, 100, 50))
  }

  @Test func clippingLeavesTheOutsideAndMultipliesCoverage() {
    var canvas = Self.white(6, 1)
    canvas.clipped(to: .rectangle(x: 1.5, y: 0, width: 3, height: 1)) { outer in
      outer.clipped(to: .rectangle(x: 0, y: 0, width: 4, height: 1)) { inner in
        inner.fillAll(with: .solid(.black))
      }
      outer.fillRectangle(x: 4, y: 0, width: 9, height: 1, with: .solid(.black), opacity: 0.5)
    }
    #expect((0..<6).map { canvas.image[$0, 0].red } == [255, 128, 0, 0, 191, 255])
    canvas.fillRectangle(x: 5, y: 0, width: 1, height: 1, with: .solid(.black))
    #expect(canvas.image[5, 0] == .black, "the clip ends with its closure")
  }

  @Test func picturesAreCopiedWhereTheyFit() {
    var stamp = Image(width: 2, height: 2, filledWith: RGB(10, 20, 30))
    stamp[1, 1] = RGB(90, 90, 90)
    var canvas = Self.white(3, 3)
    canvas.draw(stamp, x: 2, y: -1)
    #expect(canvas.image[2, 0] == RGB(10, 20, 30))
    canvas.draw(stamp, x: -1, y: 1, opacity: 0.5)
    #expect(canvas.image[0, 2] == RGB(173, 173, 173))
    canvas.draw(stamp, x: 50, y: 50)
    canvas.draw(stamp, x: -50, y: -50)
    #expect(canvas.image.samples.filter { $0 == 255 }.count == 3 * 6)
  }

  // MARK: Paths

  @Test func smoothCurvesPassThroughTheirPoints() {
    let points = [Point(0, 0), Point(10, 5), Point(20, -5), Point(33, 8)]
    for isClosed in [false, true] {
      let curve = Canvas.Path.smooth(points, closed: isClosed).contours[0]
      for point in points { #expect(curve.contains { ($0 - point).length < 1e-9 }) }
      #expect((curve[0] == curve[curve.count - 1]) == isClosed)
    }
  }

  @Test func transformsScaleThenTurnThenMove() {
    let transform = Canvas.Transform(scaleX: 2, turned: .pi / 2, movedTo: Point(10, 20))
    let place = transform(Point(3, 0))
    #expect((place - Point(10, 26)).length < 1e-12)
    let mirrored = Canvas.Transform(scaleX: -1, scaleY: 1)(Point(3, 4))
    #expect(mirrored == Point(-3, 4))
  }
}
