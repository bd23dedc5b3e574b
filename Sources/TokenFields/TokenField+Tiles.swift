internal import LinearAlgebra

extension TokenField {
  /// One tile as a field of its own.
  ///
  /// - Parameter index: The tile, from 0.
  /// - Returns: A field of `rows · columns` tokens with everything that strategies and metrics read of
  ///   them; texts are kept whole.
  public func tile(_ index: Int) -> TokenField {
    precondition(index >= 0 && index < grid.tiles, "tile \(index) of \(grid.tiles)")
    let tokens = (index * grid.tileCount)..<((index + 1) * grid.tileCount)
    var tile = self
    tile.grid = TokenGrid(rows: grid.rows, columns: grid.columns)
    tile.tileIndex = index
    tile.features = features?.selecting(rows: tokens)
    tile.projected = projected?.selecting(rows: tokens)
    tile.attention = attention?.selecting(columns: tokens)
    // Only whole samples are probed; a copy of each tile's part would be for nobody.
    tile.patchAttention = nil
    tile.layerAttention = nil
    tile.keys = keys?.map { $0.selecting(rows: tokens) }
    tile.lastLayerAttention = lastLayerAttention.map { Array($0[tokens]) }
    tile.shallowAttention = shallowAttention?.selecting(columns: tokens)
    tile.firstLayerAttention = firstLayerAttention?.selecting(columns: tokens)
    tile.clipImageEmbeds = clipImageEmbeds?.selecting(rows: tokens)
    tile.relevance = relevance.map { Array($0[tokens]) }
    tile.llmAttention = llmAttention.map { Array($0[tokens]) }
    tile.paddingFraction = paddingFraction.map { Array($0[tokens]) }
    return tile
  }
}

extension Matrix {
  /// A range of columns of every row.
  fileprivate func selecting(columns range: Range<Int>) -> Matrix {
    var picked: [Double] = []
    picked.reserveCapacity(rows * range.count)
    for row in 0..<rows {
      picked.append(
        contentsOf: elements[
          (row * columns + range.lowerBound)..<(row * columns + range.upperBound)])
    }
    return Matrix(rows: rows, columns: range.count, elements: picked)
  }
}
