public import Imaging

extension ImageProcessing {
  /// What a model sees for each level of each channel, 3×256: red, green, blue.
  ///
  /// Bit for bit what the processors of transformers 4.57 compute with NumPy: `v · (1/255)` in double
  /// precision, rounded to single; then less the mean and divided by the deviation, both rounded to
  /// single first, in single precision.
  ///
  /// Source: `rescale` and `normalize` of its `image_transforms.py`.
  public var levelValues: [Float] {
    (0..<3).flatMap { channel in
      let (mean, deviation) = (Float(self.mean[channel]), Float(self.deviation[channel]))
      return (0..<256).map { (Float(Double($0) * (1 / 255)) - mean) / deviation }
    }
  }

  /// The values of a view as a model's processor hands them on: channel after channel, each row
  /// after row.
  ///
  /// - Parameter view: A picture of any size.
  /// - Returns: 3·height·width values; see ``levelValues``.
  /// - Complexity: O(width · height).
  public func values(of view: Image) -> [Float] {
    let plane = view.width * view.height
    var values = [Float](repeating: 0, count: 3 * plane)
    let table = levelValues
    for channel in 0..<3 {
      let levels = table.span.extracting((256 * channel)..<(256 * (channel + 1)))
      let samples = view.samples.span
      var target = values.mutableSpan
      for pixel in 0..<plane {
        target[channel * plane + pixel] = levels[Int(samples[3 * pixel + channel])]
      }
    }
    return values
  }

  /// The values of a view as rows of patches, which times a convolution's weight are its patches'
  /// embeddings.
  ///
  /// Patches lie side by side from the upper left, row after row; what is left at the right and at
  /// the bottom is dropped, as a convolution without padding does. In a row of the result stand the
  /// patch's red values, row after row, then green, then blue: the order of a weight of shape
  /// (outputs, 3, side, side).
  ///
  /// - Parameters:
  ///   - view: A picture of at least one patch.
  ///   - side: Pixels of a patch's side, 1 or more.
  /// - Returns: n×(3·side·side) values; see ``levelValues``.
  /// - Complexity: O(width · height).
  public func patchRows(of view: Image, side: Int) -> [Float] {
    precondition(
      side > 0 && view.width >= side && view.height >= side,
      "a view of \(view.width)×\(view.height) pixels has no patch of \(side)")
    let (columns, rows) = (view.width / side, view.height / side)
    let area = side * side
    var values = [Float](repeating: 0, count: rows * columns * 3 * area)
    let table = levelValues
    let levels = table.span
    let samples = view.samples.span
    var target = values.mutableSpan
    for y in 0..<(rows * side) {
      let (row, line) = y.quotientAndRemainder(dividingBy: side)
      var source = 3 * y * view.width
      for column in 0..<columns {
        var place = (row * columns + column) * 3 * area + line * side
        for _ in 0..<side {
          target[place] = levels[Int(samples[source])]
          target[place + area] = levels[256 + Int(samples[source + 1])]
          target[place + 2 * area] = levels[512 + Int(samples[source + 2])]
          place += 1
          source += 3
        }
      }
    }
    return values
  }
}
