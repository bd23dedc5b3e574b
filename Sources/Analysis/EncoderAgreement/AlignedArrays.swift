/// Two arrays of one name brought to one shape: ours, and that of a dump.
///
/// Done in this order, each only where it makes the shapes agree or nearly so:
/// 1. A leading axis of length 1, the batch, is dropped.
/// 2. Attention of all tokens to all, h×N×N, becomes the class token's row where there is one more
///    token than patches, else the mean over rows.
/// 3. Heads side by side, n×(h·w), are set apart as h×n×w where the other one is.
/// 4. Heads are averaged where the other one has none.
/// 5. The first token is dropped where the other one has one less.
struct AlignedArrays {
  /// What was done to make the shapes agree.
  enum Step: String, Sendable, Equatable {
    /// The dump's first token, its class token, is left out.
    case droppedTheirToken
    /// Our first token is left out.
    case droppedOurToken
    /// Our heads are averaged.
    case averagedOurHeads
    /// The dump's heads are averaged.
    case averagedTheirHeads
    /// The class token's row of the dump's attention is taken.
    case tookClassRow
    /// The mean over rows of the dump's attention is taken.
    case averagedRows
  }

  /// Our array.
  var ours: EncodedArray
  /// The dump's array, of the same shape.
  var theirs: EncodedArray
  /// What was done.
  var steps: [Step] = []
  /// How many heads of ours were averaged; 1 for none.
  var averagedHeads = 1

  /// Aligns two arrays; nil when their shapes have nothing to do with each other.
  init?(ours: EncodedArray, theirs: EncodedArray) {
    self.ours = ours.withoutBatch(like: theirs.shape.count)
    self.theirs = theirs.withoutBatch(like: ours.shape.count)
    takeRows()
    splitHeads()
    averageHeads()
    dropFirstTokens()
    guard self.ours.shape == self.theirs.shape else { return nil }
  }

  /// Reduces the dump's square attention to what ours has of it.
  private mutating func takeRows() {
    guard theirs.isAttention, theirs.shape.count >= 2,
      theirs.shape.count == ours.shape.count + 1 || Self.isSquare(theirs) && !Self.isSquare(ours),
      Self.isSquare(theirs)
    else { return }
    let axis = theirs.shape.count - 2
    if theirs.rowLength == ours.rowLength + 1 {
      let row = theirs.slice(axis: axis, 0..<1)
      theirs = row.reshaped(Array(row.shape[..<axis]) + [row.rowLength])
      steps.append(.tookClassRow)
    } else {
      theirs = theirs.mean(axis: axis)
      steps.append(.averagedRows)
    }
  }

  private static func isSquare(_ array: EncodedArray) -> Bool {
    array.shape.count >= 2 && array.shape[array.shape.count - 2] == array.rowLength
      && array.rowLength > 1
  }

  /// Sets heads apart that lie side by side.
  private mutating func splitHeads() {
    guard !ours.isAttention, ours.shape.count == 3, theirs.shape.count == 2,
      theirs.rowLength == ours.shape[0] * ours.rowLength, ours.shape[0] > 1
    else { return }
    let (heads, width, tokens) = (ours.shape[0], ours.rowLength, theirs.shape[0])
    var values: [Float] = []
    values.reserveCapacity(theirs.values.count)
    for head in 0..<heads {
      for token in 0..<tokens {
        let start = (token * heads + head) * width
        values += theirs.values[start..<(start + width)]
      }
    }
    theirs = EncodedArray(theirs, shape: [heads, tokens, width], values: values)
  }

  private mutating func averageHeads() {
    if ours.shape.count == theirs.shape.count + 1, ours.shape[0] > 0 {
      averagedHeads = ours.shape[0]
      ours = ours.mean(axis: 0)
      steps.append(.averagedOurHeads)
    } else if theirs.shape.count == ours.shape.count + 1, theirs.shape[0] > 0 {
      theirs = theirs.mean(axis: 0)
      steps.append(.averagedTheirHeads)
    }
  }

  private mutating func dropFirstTokens() {
    guard ours.shape.count == theirs.shape.count else { return }
    let isSquare = ours.isAttention && Self.isSquare(ours) && Self.isSquare(theirs)
    for axis in ours.shape.indices.suffix(2) {
      let (own, other) = (ours.shape[axis], theirs.shape[axis])
      // A width or a number of heads that differs by one is no class token.
      guard isSquare || axis == ours.tokenAxis else { continue }
      if other == own + 1 {
        theirs = theirs.slice(axis: axis, 1..<other)
        if !steps.contains(.droppedTheirToken) { steps.append(.droppedTheirToken) }
      } else if own == other + 1 {
        ours = ours.slice(axis: axis, 1..<own)
        if !steps.contains(.droppedOurToken) { steps.append(.droppedOurToken) }
      }
    }
  }
}

extension EncodedArray {
  /// The array without leading axes of length 1 as long as it has more axes than another.
  fileprivate func withoutBatch(like axes: Int) -> EncodedArray {
    var shape = shape[...]
    while shape.count > axes, shape.first == 1 { shape = shape.dropFirst() }
    return reshaped(Array(shape))
  }
}
