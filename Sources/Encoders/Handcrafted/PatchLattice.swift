import TokenFields

/// The fixed shape of everything that the handcrafted encoder computes: a square view of square
/// patches.
package enum PatchLattice {
  /// Pixels on a side of the view.
  package static let view = 336
  /// Pixels on a side of a patch, as in ViT-L/14.
  package static let patch = 14
  /// Patches on a side of the view.
  package static let side = view / patch
  /// All patches, n.
  package static let count = side * side
  /// The patches as tokens.
  static let grid = TokenGrid(rows: side, columns: side)

  /// Calls `body` for every patch of the square around a patch, clipped at the view's edges.
  ///
  /// - Parameters:
  ///   - token: The patch in the middle, which is visited too.
  ///   - radius: How many patches the square reaches to each side.
  ///   - body: Called with patches in ascending order.
  @inline(__always)
  static func forEachNeighbour(of token: Int, radius: Int, _ body: (Int) -> Void) {
    let (row, column) = token.quotientAndRemainder(dividingBy: side)
    for y in max(row - radius, 0)...min(row + radius, side - 1) {
      for x in max(column - radius, 0)...min(column + radius, side - 1) { body(y * side + x) }
    }
  }
}
