import TokenFields

/// Where each token's patch lies in a picture of a given size.
///
/// Tiles are stacked from top to bottom. Patch (r, c) of R rows and C columns covers the pixel rows
/// ⌊r·H/R⌋ ..< ⌊(r+1)·H/R⌋ and columns ⌊c·W/C⌋ ..< ⌊(c+1)·W/C⌋, so patches neither overlap nor
/// leave gaps, whatever the size; where there are more patches than pixels, some are empty.
struct PatchLayout {
  private let grid: TokenGrid
  private let width: Int
  private let height: Int

  /// Creates the layout of a grid's patches in a picture.
  init(of grid: TokenGrid, width: Int, height: Int) {
    self.grid = grid
    self.width = width
    self.height = height
  }

  /// The pixel columns and rows that a token's patch covers.
  func patch(_ token: Int) -> (columns: Range<Int>, rows: Range<Int>) {
    precondition(
      token >= 0 && token < grid.count, "token \(token) is none of the \(grid.count) of \(grid)")
    let (row, column) = token.quotientAndRemainder(dividingBy: grid.columns)
    return (
      Self.span(column, of: grid.columns, pixels: width),
      Self.span(row, of: grid.tiles * grid.rows, pixels: height)
    )
  }

  private static func span(_ index: Int, of count: Int, pixels: Int) -> Range<Int> {
    (index * pixels / count)..<((index + 1) * pixels / count)
  }
}
