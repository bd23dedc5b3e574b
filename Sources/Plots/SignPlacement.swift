/// Where signs stand on curves: each where its curve is most apart from the others.
///
/// Curves over the budget all meet where every token is kept, so that signs at their ends would say
/// nothing. Places are those of a lattice whose cells hold one sign each.
struct SignPlacement {
  /// A cell of the lattice.
  struct Place: Hashable {
    let column: Int
    let row: Int
  }

  /// Columns of the lattice.
  let width: Int
  /// Rows of the lattice.
  let height: Int
  /// Cells that signs keep away from.
  private(set) var taken: Set<Place>
  /// For each curve how far down it passes the middle of each column, in rows; nil where it does not.
  private let curves: [[Double?]]

  /// Reads the curves.
  ///
  /// - Parameters:
  ///   - curves: The points of each, by ascending x, in cells from the upper left corner.
  ///   - width: Columns of the lattice.
  ///   - height: Rows of the lattice.
  ///   - taken: Cells that signs keep away from.
  init(
    _ curves: [[(x: Double, y: Double)]], width: Int, height: Int, avoiding taken: Set<Place> = []
  ) {
    self.width = width
    self.height = height
    self.taken = taken
    self.curves = curves.map { Self.heights(of: $0, width: width) }
  }

  /// Finds the cell for a sign and takes it.
  ///
  /// - Parameters:
  ///   - curve: Which curve.
  ///   - share: Where along the lattice it is to stand if it is apart there, 0...1.
  /// - Returns: A free cell on the curve; nil when there is none.
  /// - Complexity: O(columns · curves).
  mutating func place(on curve: Int, near share: Double) -> Place? {
    var best: (place: Place, score: Double)?
    for column in 0..<width {
      guard let height = curves[curve][column] else { continue }
      let row = min(max(Int(height), 0), self.height - 1)
      let isTaken = ((column - 2)...(column + 2)).contains {
        taken.contains(Place(column: $0, row: row))
      }
      guard !isTaken else { continue }
      var gap = 2.5
      for (other, heights) in curves.enumerated() where other != curve {
        if let there = heights[column] { gap = min(gap, abs(there - height)) }
      }
      let distance = abs((Double(column) + 0.5) / Double(width) - share)
      let score = 4 * gap - 5 * distance
      if score > best?.score ?? -.infinity { best = (Place(column: column, row: row), score) }
    }
    if let best { taken.insert(best.place) }
    return best?.place
  }

  private static func heights(of points: [(x: Double, y: Double)], width: Int) -> [Double?] {
    var heights = [Double?](repeating: nil, count: width)
    guard width > 0, let first = points.first else { return heights }
    if points.count == 1 || first.x == points[points.count - 1].x {
      heights[min(max(Int(first.x), 0), width - 1)] = first.y
      return heights
    }
    var next = 1
    for column in heights.indices {
      let x = Double(column) + 0.5
      while next < points.count - 1, points[next].x < x { next += 1 }
      let (from, to) = (points[next - 1], points[next])
      guard from.x <= x, x <= to.x, to.x > from.x else { continue }
      heights[column] = from.y + (to.y - from.y) * (x - from.x) / (to.x - from.x)
    }
    return heights
  }
}
