/// Attention of patches to patches, as far as it is kept: that of every head, or the mean of all.
///
/// No strategy reads it; it says of a single patch what that patch looks at. Kept as float32, because
/// it is the largest array that a dump can hold.
public struct PatchAttention: Sendable, Equatable {
  /// The most values that are kept, 64 MiB of them.
  public static let limit = 1 << 24

  /// The number of patches, n.
  public let count: Int
  /// How many heads are kept one by one; 1 where only their mean is.
  public let heads: Int
  /// How many heads each that is kept is the mean of: 1, or all of the dump's.
  public let averaged: Int
  /// For each head the row of each patch over all patches, h·n·n.
  private let values: [Float]

  /// Wraps attention of patches to patches.
  ///
  /// - Parameters:
  ///   - values: Head after head, row after row; heads · count · count numbers.
  ///   - count: The number of patches, 1 or more.
  ///   - heads: How many heads they are of, 1 or more.
  ///   - averaged: How many heads each is the mean of, 1 or more.
  public init(_ values: [Float], count: Int, heads: Int, averaged: Int = 1) {
    precondition(
      count > 0 && heads > 0 && averaged > 0 && values.count == heads * count * count,
      "\(values.count) values are no attention of \(heads) heads over \(count) patches")
    self.values = values
    self.count = count
    self.heads = heads
    self.averaged = averaged
  }

  /// What a patch looks at.
  ///
  /// - Parameters:
  ///   - token: The patch.
  ///   - head: The head, from 0; nil for the mean, which also stands for heads that are not kept.
  /// - Returns: Its attention to each of the n patches, as dumped: without a class token's share, so
  ///   that it may sum to less than 1.
  /// - Complexity: O(*n* · *h*).
  public func row(of token: Int, head: Int? = nil) -> [Double] {
    precondition((0..<count).contains(token), "patch \(token) of \(count)")
    if let head, averaged == 1, head >= 0, head < heads { return stored(head, token) }
    var mean = stored(0, token)
    guard heads > 1 else { return mean }
    for head in 1..<heads {
      for (index, value) in stored(head, token).enumerated() { mean[index] += value }
    }
    return mean.map { $0 / Double(heads) }
  }

  private func stored(_ head: Int, _ token: Int) -> [Double] {
    let start = (head * count + token) * count
    return values[start..<start + count].map { Double($0) }
  }
}
