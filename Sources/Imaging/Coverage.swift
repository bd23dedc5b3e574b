import Glibc

/// How much of each pixel a shape covers, inside the part of the picture that the shape can touch.
struct Coverage: Sendable {
  private let left: Int
  private let top: Int
  private let width: Int
  private let height: Int
  private var shares: [Double]

  private typealias Point = Canvas.Point

  /// Nothing covered in the pixels that a box touches; nil when those are none.
  private init?(
    from low: Point, to high: Point, width pictureWidth: Int, height pictureHeight: Int
  ) {
    // Clamping before the conversion keeps far away or not finite points from trapping.
    func pixel(_ value: Double, _ limit: Int) -> Int {
      value > 0 ? Int(min(value, Double(limit))) : 0
    }
    left = pixel(low.x.rounded(.down), pictureWidth)
    top = pixel(low.y.rounded(.down), pictureHeight)
    width = pixel(high.x.rounded(.up), pictureWidth) - left
    height = pixel(high.y.rounded(.up), pictureHeight) - top
    guard width > 0, height > 0 else { return nil }
    shares = [Double](repeating: 0, count: width * height)
  }

  // MARK: Filling

  /// Covers each pixel by the exact area of it inside the path; nil when no pixel is touched.
  ///
  /// Each edge adds, row by row, the signed area to its right to the pixels it crosses and the rest
  /// to the pixel after; running sums along the rows then give the areas, however many edges a
  /// pixel sees.
  init?(filling path: Canvas.Path, width pictureWidth: Int, height pictureHeight: Int) {
    let points = path.contours.joined()
    guard let first = points.first else { return nil }
    var (low, high) = (first, first)
    for point in points {
      low = Point(min(low.x, point.x), min(low.y, point.y))
      high = Point(max(high.x, point.x), max(high.y, point.y))
    }
    self.init(from: low, to: high, width: pictureWidth, height: pictureHeight)
    var steps = [Double](repeating: 0, count: (width + 2) * height)
    let origin = Point(Double(left), Double(top))
    for contour in path.contours where contour.count > 2 {
      var previous = contour[contour.count - 1] - origin
      for corner in contour {
        let next = corner - origin
        addEdge(from: previous, to: next, into: &steps)
        previous = next
      }
    }
    for row in 0..<height {
      var sum = 0.0
      for column in 0..<width {
        sum += steps[row * (width + 2) + column]
        // Sums of a thousand edges leave 1e-13 where nothing is covered.
        let share = abs(sum)
        shares[row * width + column] = share < 1e-9 ? 0 : min(share, 1)
      }
    }
  }

  private func addEdge(from start: Point, to end: Point, into steps: inout [Double]) {
    guard start.y != end.y else { return }
    let sign = start.y < end.y ? 1.0 : -1.0
    let (upper, lower) = start.y < end.y ? (start, end) : (end, start)
    let slope = (lower.x - upper.x) / (lower.y - upper.y)
    let first = max(upper.y, 0)
    let last = min(lower.y, Double(height))
    guard first < last else { return }
    for row in Int(first)..<min(height, Int(last.rounded(.up))) {
      let from = max(first, Double(row))
      let to = min(last, Double(row + 1))
      guard from < to else { continue }
      let xFrom = upper.x + (from - upper.y) * slope
      let xTo = upper.x + (to - upper.y) * slope
      addPiece(
        from: min(xFrom, xTo), to: max(xFrom, xTo), signedHeight: sign * (to - from), row: row,
        into: &steps)
    }
  }

  /// Adds one row's piece of an edge; what lies left or right of the box counts at its border.
  private func addPiece(
    from low: Double, to high: Double, signedHeight: Double, row: Int, into steps: inout [Double]
  ) {
    let limit = Double(width)
    let start = row * (width + 2)
    let perUnit = high > low ? signedHeight / (high - low) : 0
    func add(_ middle: Double, _ amount: Double) {
      let cell = min(Int(middle), width)
      steps[start + cell] += amount * (1 - (middle - Double(cell)))
      steps[start + cell + 1] += amount * (middle - Double(cell))
    }
    guard high > low else { return add(min(max(low, 0), limit), signedHeight) }
    if low < 0 { add(0, (min(high, 0) - low) * perUnit) }
    if high > limit { add(limit, (high - max(low, limit)) * perUnit) }
    var x = max(low, 0)
    let end = min(high, limit)
    while x < end {
      let next = min(end, x.rounded(.down) + 1)
      add((x + next) / 2, (next - x) * perUnit)
      x = next
    }
  }

  // MARK: Lines

  /// Covers the pixels near lines whose thickness may change; nil when no pixel is touched.
  init?(
    stroking lines: [[(point: Canvas.Point, thickness: Double)]], width pictureWidth: Int,
    height pictureHeight: Int
  ) {
    guard let first = lines.joined().first else { return nil }
    var (low, high) = (first.point, first.point)
    for (point, thickness) in lines.joined() {
      let reach = Self.reach(thickness)
      low = Point(min(low.x, point.x - reach), min(low.y, point.y - reach))
      high = Point(max(high.x, point.x + reach), max(high.y, point.y + reach))
    }
    self.init(from: low, to: high, width: pictureWidth, height: pictureHeight)
    for line in lines {
      if line.count == 1 { cover(from: line[0], to: line[0]) }
      for (start, end) in zip(line, line.dropFirst()) { cover(from: start, to: end) }
    }
  }

  private static func reach(_ thickness: Double) -> Double { max(thickness, 1) / 2 + 0.5 }

  private mutating func cover(
    from start: (point: Canvas.Point, thickness: Double),
    to end: (point: Canvas.Point, thickness: Double)
  ) {
    let step = end.point - start.point
    let square = step.x * step.x + step.y * step.y
    let reach = Self.reach(max(start.thickness, end.thickness))
    let columns = range(start.point.x, end.point.x, reach: reach, from: left, count: width)
    let rows = range(start.point.y, end.point.y, reach: reach, from: top, count: height)
    for row in rows {
      for column in columns {
        let x = Double(left + column) + 0.5 - start.point.x
        let y = Double(top + row) + 0.5 - start.point.y
        let along = square > 0 ? min(max((x * step.x + y * step.y) / square, 0), 1) : 0
        let distance = (Point(x, y) - step * along).length
        let thickness = start.thickness + (end.thickness - start.thickness) * along
        let share = (Self.reach(thickness) - distance) * min(thickness, 1)
        let index = row * width + column
        if share > shares[index] { shares[index] = min(share, min(thickness, 1)) }
      }
    }
  }

  private func range(
    _ one: Double, _ other: Double, reach: Double, from origin: Int, count: Int
  ) -> Range<Int> {
    let low = (min(one, other) - reach).rounded(.down) - Double(origin)
    let high = (max(one, other) + reach).rounded(.up) - Double(origin)
    guard low < Double(count), high > 0 else { return 0..<0 }
    return max(0, Int(max(low, 0)))..<min(count, Int(min(high, Double(count))))
  }

  // MARK: Reading

  /// How much of a pixel of the picture is covered, 0...1.
  func share(x: Int, y: Int) -> Double {
    let (column, row) = (x - left, y - top)
    guard column >= 0, column < width, row >= 0, row < height else { return 0 }
    return shares[row * width + column]
  }

  /// Keeps of each pixel only the share that another shape covers too.
  mutating func multiply(by other: Coverage) {
    for row in 0..<height {
      for column in 0..<width {
        shares[row * width + column] *= other.share(x: left + column, y: top + row)
      }
    }
  }

  /// Visits the covered pixels row by row.
  func forEachCovered(_ body: (_ x: Int, _ y: Int, _ share: Double) -> Void) {
    for row in 0..<height {
      for column in 0..<width {
        let share = shares[row * width + column]
        if share > 0 { body(left + column, top + row, share) }
      }
    }
  }
}
