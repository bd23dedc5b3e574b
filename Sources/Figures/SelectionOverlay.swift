public import Imaging
public import TokenFields

/// A picture whose pruned patches recede, while kept ones stay untouched.
public struct SelectionOverlay: Sendable, Equatable {
  /// What becomes of pruned patches.
  public enum Style: String, CaseIterable, Sendable {
    /// Blended 80 % to white.
    case white
    /// Grey and at 40 % of its lightness.
    case dim
    /// Black.
    case black
  }

  /// How the tokens lie.
  public var grid: TokenGrid
  /// The kept tokens.
  public var kept: [Int]
  /// What becomes of the others.
  public var style: Style

  /// Creates an overlay.
  ///
  /// - Parameters:
  ///   - kept: Kept tokens, in any order; each must be one of the grid's.
  ///   - grid: How the tokens lie.
  ///   - style: What becomes of pruned patches.
  public init(kept: [Int], grid: TokenGrid, style: Style = .white) {
    self.kept = kept
    self.grid = grid
    self.style = style
  }

  /// Lays the selection over a picture of any size; tiles are stacked from top to bottom in it.
  public func drawn(on image: Image) -> Image {
    let layout = PatchLayout(of: grid, width: image.width, height: image.height)
    var isKept = [Bool](repeating: false, count: grid.count)
    for token in kept {
      precondition(
        isKept.indices.contains(token), "token \(token) is none of the \(grid.count) of \(grid)")
      isKept[token] = true
    }
    var result = image
    for token in isKept.indices where !isKept[token] {
      let (columns, rows) = layout.patch(token)
      for row in rows {
        for column in columns { result[column, row] = receded(result[column, row]) }
      }
    }
    return result
  }

  /// Lays the selection over grey squares, for a sample without a picture.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row, 1 or more.
  ///   - height: Rows of pixels over all tiles, 1 or more.
  /// - Returns: A picture of that size.
  public func drawnOnSquares(width: Int, height: Int) -> Image {
    drawn(on: Self.squares(of: grid, width: width, height: height))
  }

  /// The grey squares that stand for a picture that is not there: neighbours differ a little, so
  /// that single patches can be told apart.
  ///
  /// - Parameters:
  ///   - grid: How the tokens lie.
  ///   - width: Pixels in a row, 1 or more.
  ///   - height: Rows of pixels over all tiles, 1 or more.
  /// - Returns: A picture of that size.
  public static func squares(of grid: TokenGrid, width: Int, height: Int) -> Image {
    precondition(width > 0 && height > 0, "a picture of \(width)×\(height) pixels shows nothing")
    let layout = PatchLayout(of: grid, width: width, height: height)
    var image = Image(width: width, height: height, filledWith: RGB(grey: 112))
    for token in 0..<grid.count {
      let (row, column) = token.quotientAndRemainder(dividingBy: grid.columns)
      guard (row + column) % 2 == 1 else { continue }
      let (columns, rows) = layout.patch(token)
      image.fill(
        x: columns.lowerBound, y: rows.lowerBound, width: columns.count, height: rows.count,
        with: RGB(grey: 96))
    }
    return image
  }

  private func receded(_ color: RGB) -> RGB {
    switch style {
    case .white: color.mixed(with: .white, share: 0.8)
    case .dim: RGB(grey: UInt8(0.4 * color.luma + 0.5))
    case .black: .black
    }
  }
}

extension RGB {
  /// How light the colour looks, 0...255 (luma of BT.601).
  fileprivate var luma: Double {
    0.299 * Double(red) + 0.587 * Double(green) + 0.114 * Double(blue)
  }
}
