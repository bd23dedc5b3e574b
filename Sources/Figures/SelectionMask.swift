public import Imaging
public import TokenFields

/// A selection as a picture of two levels: white where a token is kept.
public enum SelectionMask {
  /// One pixel for each token, tiles stacked from top to bottom.
  ///
  /// - Parameters:
  ///   - kept: Kept tokens, in any order; each must be one of the grid's.
  ///   - grid: How the tokens lie.
  /// - Returns: A mask of `columns` by `tiles · rows` pixels.
  public static func patches(kept: [Int], grid: TokenGrid) -> Mask {
    pixels(kept: kept, grid: grid, width: grid.columns, height: grid.tiles * grid.rows)
  }

  /// A mask as large as a picture: each pixel tells of the patch it lies in.
  ///
  /// - Parameters:
  ///   - kept: Kept tokens, in any order; each must be one of the grid's.
  ///   - grid: How the tokens lie.
  ///   - width: Pixels in a row, 1 or more.
  ///   - height: Rows of pixels over all tiles, 1 or more.
  /// - Returns: A mask of `width` by `height` pixels.
  public static func pixels(kept: [Int], grid: TokenGrid, width: Int, height: Int) -> Mask {
    precondition(width > 0 && height > 0, "a mask of \(width)×\(height) pixels shows nothing")
    let layout = PatchLayout(of: grid, width: width, height: height)
    var mask = Mask(
      width: width, height: height, pixels: [Bool](repeating: false, count: width * height))
    for token in kept {
      let (columns, rows) = layout.patch(token)
      for row in rows {
        for column in columns { mask[column, row] = true }
      }
    }
    return mask
  }
}
