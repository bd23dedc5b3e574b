import Glibc
internal import TokenFields

/// How many images keep each patch, under every strategy at every budget, on one grid.
///
/// Images of other grids have no place on the same map. A set of more than 256 grids has no maps, so
/// that memory does not grow with the set.
struct PlaceCounts: Sendable {
  /// The counts of one strategy at one budget.
  struct Counts: Sendable, Equatable {
    var images = 0
    var counts: [UInt32]
  }

  private struct OnGrid: Sendable {
    var samples = 0
    var counts: [RowKey: Counts] = [:]
  }

  /// More tokens than this have no map.
  static let largestMap = 1 << 16
  private static let gridLimit = 256

  private var grids: [TokenGrid: OnGrid] = [:]
  private var samples = 0
  /// Whether there were more grids than are counted.
  private var isOverfull = false
  private var withoutGrid = 0

  mutating func add(_ selections: [RowKey: [Int]], on grid: TokenGrid?) {
    guard let grid, grid.count <= Self.largestMap else {
      withoutGrid += 1
      return
    }
    samples += 1
    if grids[grid] == nil, grids.count >= Self.gridLimit {
      isOverfull = true
      grids = [:]
    }
    guard !isOverfull else { return }
    grids[grid, default: OnGrid()].samples += 1
    for (key, kept) in selections where (kept.last ?? 0) < grid.count {
      grids[grid]?.counts[key, default: Counts(counts: Array(repeating: 0, count: grid.count))]
        .add(kept)
    }
  }

  /// The grid of the most images; of several the one of more tokens, then of more rows.
  var grid: TokenGrid? {
    grids.max {
      ($0.value.samples, $0.key.count, $0.key.rows, $0.key.tiles)
        < ($1.value.samples, $1.key.count, $1.key.rows, $1.key.tiles)
    }?.key
  }

  /// The counts on that grid; nil where no image of it has such a selection.
  func counts(_ key: RowKey) -> Counts? { grid.flatMap { grids[$0]?.counts[key] } }

  /// Of which images the maps are.
  var notes: [String] {
    var notes: [String] = []
    if isOverfull {
      notes.append("images on more than \(Self.gridLimit) grids: there are no maps and positions")
    }
    if let grid, let shown = grids[grid]?.samples, shown < samples {
      notes.append(
        "maps and positions are of the \(StudyText.images(shown)) on a grid of \(grid), the most "
          + "frequent; \(samples - shown) on other grids are not in them")
    }
    if let grid, grid.tiles > 1 {
      notes.append("maps have \(grid.tiles) tiles, one above the other; positions are in a tile")
    }
    if withoutGrid > 0 {
      notes.append("\(StudyText.images(withoutGrid)) of no known grid are on no map")
    }
    return notes
  }
}

extension PlaceCounts.Counts {
  fileprivate mutating func add(_ kept: [Int]) {
    images += 1
    for token in kept { counts[token] += 1 }
  }
}

/// Where on a grid patches are kept.
struct PositionBias: Sendable {
  /// The share of kept patches in the outer ring of a tile.
  let border: Double
  /// The share of all patches there.
  let expectedBorder: Double
  /// The entropy of where patches are kept, over that of all places alike, 0...1.
  let evenness: Double
  /// The mean row, from 0 at the top to 1 at the bottom; 0.5 in the middle.
  let row: Double
  /// The mean column, from 0 at the left to 1 at the right.
  let column: Double

  /// Measures counts; nil where no patch is kept.
  init?(_ counts: [UInt32], on grid: TokenGrid) {
    let total = counts.reduce(0) { $0 + Int($1) }
    guard total > 0 else { return nil }
    var (border, ring, row, column) = (0, 0, 0.0, 0.0)
    var logs = 0.0
    for (token, count) in counts.enumerated() {
      let place = grid.position(of: token)
      let isBorder =
        place.row == 0 || place.row == grid.rows - 1 || place.column == 0
        || place.column == grid.columns - 1
      if isBorder {
        ring += 1
        border += Int(count)
      }
      let share = Double(count) / Double(total)
      row += share * (Double(place.row) + 0.5) / Double(grid.rows)
      column += share * (Double(place.column) + 0.5) / Double(grid.columns)
      if count > 0 { logs -= share * log(share) }
    }
    self.border = Double(border) / Double(total)
    expectedBorder = Double(ring) / Double(grid.count)
    evenness = grid.count > 1 ? min(max(logs / log(Double(grid.count)), 0), 1) : 1
    self.row = row
    self.column = column
  }
}
