public import Imaging
public import TokenFields

/// A picture whose patches have the colour of the group that they were merged into.
///
/// Groups are bordered by dark lines and numbered where a number fits. Patches of no group are
/// untouched when kept and recede otherwise, as in ``SelectionOverlay``.
public struct GroupOverlay: Sendable, Equatable {
  /// How the tokens lie.
  public let grid: TokenGrid
  /// The kept tokens.
  public let kept: [Int]
  /// For each token its group, −1 for none.
  public let groups: [Int]
  /// For each group the token that its number is written on, where there is one.
  public let representatives: [Int?]

  /// How much of a group's colour a patch has; the rest is the picture.
  static let share = 0.75

  /// Creates an overlay.
  ///
  /// - Parameters:
  ///   - groups: For each token its group, −1 for none; as many as the grid has.
  ///   - representatives: For each group the token in whose place it stands, nil for none; as many as
  ///     there are groups.
  ///   - kept: Kept tokens, in any order; each must be one of the grid's.
  ///   - grid: How the tokens lie.
  public init(groups: [Int], representatives: [Int?], kept: [Int], grid: TokenGrid) {
    precondition(
      groups.count == grid.count && groups.allSatisfy { $0 < representatives.count },
      "\(groups.count) tokens in \(representatives.count) groups do not fit a grid of \(grid)")
    self.groups = groups
    self.representatives = representatives
    self.kept = kept
    self.grid = grid
  }

  /// Lays the groups over a picture of any size; tiles are stacked from top to bottom in it.
  public func drawn(on image: Image) -> Image {
    let layout = PatchLayout(of: grid, width: image.width, height: image.height)
    let colors = GroupPalette.assign(groups, count: representatives.count, on: grid)
      .map { GroupPalette.colors[$0] }
    // Patches of a group are untouched here and coloured next.
    let grouped = groups.indices.filter { groups[$0] >= 0 }
    var result = SelectionOverlay(kept: kept + grouped, grid: grid).drawn(on: image)
    for token in grouped {
      let (columns, rows) = layout.patch(token)
      let color = colors[groups[token]]
      for row in rows {
        for column in columns {
          result[column, row] = result[column, row].mixed(with: color, share: Self.share)
        }
      }
    }
    for token in grouped { drawBorder(of: token, on: &result, layout) }
    for (group, run) in runs.enumerated() {
      if let run { drawNumber(group, in: run, on: &result, layout, fill: colors[group]) }
    }
    return result
  }

  /// Lays the groups over grey squares, for a sample without a picture.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row, 1 or more.
  ///   - height: Rows of pixels over all tiles, 1 or more.
  /// - Returns: A picture of that size.
  public func drawnOnSquares(width: Int, height: Int) -> Image {
    drawn(on: SelectionOverlay.squares(of: grid, width: width, height: height))
  }

  // MARK: Borders

  /// Draws the sides of a patch on which another group, or none, begins.
  ///
  /// Of two groups the one to the right or below draws the line, so that no line is doubled; a patch
  /// of no group stays as it is.
  private func drawBorder(of token: Int, on image: inout Image, _ layout: PatchLayout) {
    let (columns, rows) = layout.patch(token)
    guard columns.count > 3, rows.count > 3 else { return }
    let line = min(columns.count, rows.count) >= 28 ? 2 : 1
    let (left, top) = (columns.lowerBound, rows.lowerBound)
    let own = groups[token]
    let column = token % grid.columns
    let above = token - grid.columns
    let below = token + grid.columns
    if column == 0 || groups[token - 1] != own {
      image.fill(x: left, y: top, width: line, height: rows.count, with: FigureStyle.ink)
    }
    if above < 0 || groups[above] != own {
      image.fill(x: left, y: top, width: columns.count, height: line, with: FigureStyle.ink)
    }
    if column == grid.columns - 1 || groups[token + 1] < 0 {
      image.fill(
        x: columns.upperBound - line, y: top, width: line, height: rows.count,
        with: FigureStyle.ink)
    }
    if below >= groups.count || groups[below] < 0 {
      image.fill(
        x: left, y: rows.upperBound - line, width: columns.count, height: line,
        with: FigureStyle.ink)
    }
  }

  // MARK: Numbers

  /// Neighbouring patches of a group in one row of the grid.
  private struct Run {
    var tokens: Range<Int>
    /// The patch on which the number is to stand.
    var centre: Int?
  }

  /// For each group the run that its number is written in: that of its representative, else its
  /// longest, the first of several; nil for a group without patches.
  private var runs: [Run?] {
    var best = [Run?](repeating: nil, count: representatives.count)
    var start = 0
    while start < groups.count {
      var end = start + 1
      while end < groups.count, end % grid.columns != 0, groups[end] == groups[start] { end += 1 }
      let group = groups[start]
      if group >= 0 {
        let centre = representatives[group].flatMap { (start..<end).contains($0) ? $0 : nil }
        let run = Run(tokens: start..<end, centre: centre)
        if let known = best[group] {
          let isLonger = known.centre == nil && run.tokens.count > known.tokens.count
          if centre != nil || isLonger { best[group] = run }
        } else {
          best[group] = run
        }
      }
      start = end
    }
    return best
  }

  /// Writes a group's number into a run of its patches if it fits between the borders.
  private func drawNumber(
    _ group: Int, in run: Run, on image: inout Image, _ layout: PatchLayout, fill: RGB
  ) {
    let (first, rows) = layout.patch(run.tokens.lowerBound)
    let last = layout.patch(run.tokens.upperBound - 1).columns
    let text = "\(group)"
    let scale = rows.count >= 2 * BitmapFont.capHeight + 14 ? 2 : 1
    let width = BitmapFont.width(of: text, scale: scale)
    let height = BitmapFont.capHeight * scale
    // A line and a gap on the left, and on the right a line where no other group begins.
    guard width + 3 <= last.upperBound - first.lowerBound, height + 4 <= rows.count else { return }
    let wanted = run.centre.map { layout.patch($0).columns } ?? first.lowerBound..<last.upperBound
    let centred = (wanted.lowerBound + wanted.upperBound + 1 - width) / 2
    let x = min(max(centred, first.lowerBound + 2), last.upperBound - 1 - width)
    BitmapFont.draw(
      text, on: &image, x: x, y: rows.lowerBound + (rows.count + 1 - height) / 2, scale: scale,
      color: fill.contrasting)
  }
}
