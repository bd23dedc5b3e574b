/// How the tokens of a sample lie: tiles (or frames) of rows of columns.
///
/// Token `t` lies in tile `t / (rows · columns)`; inside the tile the order is row-major.
public struct TokenGrid: Sendable, Hashable {
  /// Tiles of an any-resolution image, or frames of a video; 1 for a plain image.
  public let tiles: Int
  /// Rows of tokens in one tile.
  public let rows: Int
  /// Columns of tokens in one tile.
  public let columns: Int

  /// Creates a grid; every side must be 1 or more.
  public init(tiles: Int = 1, rows: Int, columns: Int) {
    precondition(
      tiles > 0 && rows > 0 && columns > 0, "a grid of \(tiles)×\(rows)×\(columns) has no tokens")
    self.tiles = tiles
    self.rows = rows
    self.columns = columns
  }

  /// All tokens, n.
  public var count: Int { tiles * rows * columns }

  /// Tokens in one tile.
  public var tileCount: Int { rows * columns }

  /// The tile, row and column of a token.
  public func position(of token: Int) -> (tile: Int, row: Int, column: Int) {
    let (tile, rest) = token.quotientAndRemainder(dividingBy: tileCount)
    let (row, column) = rest.quotientAndRemainder(dividingBy: columns)
    return (tile, row, column)
  }

  /// The token at a row and a column of a tile.
  public func token(tile: Int = 0, row: Int, column: Int) -> Int {
    (tile * rows + row) * columns + column
  }
}

extension TokenGrid: CustomStringConvertible {
  /// `24×24`, or `5×24×24` when there are several tiles.
  public var description: String {
    tiles == 1 ? "\(rows)×\(columns)" : "\(tiles)×\(rows)×\(columns)"
  }
}
