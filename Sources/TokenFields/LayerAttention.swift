public import LinearAlgebra

/// Class attention of many layers, or what stands for it, for looking through them.
///
/// No strategy reads it; it is kept as float32, because a model of 24 layers and 16 heads has 221 000
/// numbers of it for 576 patches.
public struct LayerAttention: Sendable, Equatable {
  /// The number of layers, L.
  public let layers: Int
  /// The heads of each, h.
  public let heads: Int
  /// The number of patches, n.
  public let count: Int
  /// Layer after layer, head after head: L·h·n.
  public let values: [Float]

  /// Wraps the attention of layers.
  ///
  /// - Parameters:
  ///   - values: L·h·n numbers, none below 0: layer after layer, head after head.
  ///   - layers: The number of layers, 1 or more.
  ///   - heads: The heads of each, 1 or more.
  ///   - count: The number of patches, 1 or more.
  public init(_ values: [Float], layers: Int, heads: Int, count: Int) {
    precondition(
      layers > 0 && heads > 0 && count > 0 && values.count == layers * heads * count,
      "\(values.count) values are no attention of \(layers) layers, \(heads) heads, \(count) patches"
    )
    self.values = values
    self.layers = layers
    self.heads = heads
    self.count = count
  }

  /// The attention of one layer, h×n.
  ///
  /// - Parameter layer: The layer, from 0.
  /// - Returns: A row for each head.
  public func matrix(ofLayer layer: Int) -> Matrix {
    precondition((0..<layers).contains(layer), "layer \(layer) of \(layers)")
    let size = heads * count
    return Matrix(
      rows: heads, columns: count,
      elements: values[(layer * size)..<((layer + 1) * size)].map { Double($0) })
  }
}
