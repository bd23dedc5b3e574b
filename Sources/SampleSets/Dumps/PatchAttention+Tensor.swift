package import TensorFiles
package import TokenFields

extension PatchAttention {
  /// Reads what patches give each other out of squares of rows of attention.
  ///
  /// Of more heads than may be kept the mean is, and nothing of so many patches that not even that may.
  ///
  /// - Parameters:
  ///   - tensor: One square of rows for each head.
  ///   - count: The number of patches.
  ///   - heads: The number of heads.
  ///   - skipped: How many rows and columns of a class token precede the patches', 0 or 1.
  ///   - limit: The most values that may be kept.
  package init?(
    _ tensor: Tensor, count: Int, heads: Int, skipping skipped: Int, limit: Int = Self.limit
  ) {
    let square = count * count
    guard square <= limit else { return nil }
    let keepsHeads = heads <= limit / square
    let share = keepsHeads ? 1 : Double(heads)
    var kept = [Float](repeating: 0, count: keepsHeads ? heads * square : square)
    let side = count + skipped
    for head in 0..<heads {
      for row in 0..<count {
        let start = (head * side + row + skipped) * side + skipped
        let target = ((keepsHeads ? head : 0) * count + row) * count
        for (column, value) in tensor.values(in: start..<start + count).enumerated() {
          kept[target + column] += Float(value / share)
        }
      }
    }
    self.init(
      kept, count: count, heads: keepsHeads ? heads : 1, averaged: keepsHeads ? 1 : heads)
  }
}
