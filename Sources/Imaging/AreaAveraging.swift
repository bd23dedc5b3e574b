extension Image {
  /// The picture at another size, every pixel the mean of exactly the area that it covers.
  ///
  /// Pixels that a result pixel covers in part count in proportion. All sums are whole numbers, so
  /// the only rounding is that of the result, half up. Made for small previews: there is no
  /// ringing, and enlarged pixels stay square. Empty pictures and sizes trap.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row of the result, 1 or more.
  ///   - height: Rows of the result, 1 or more.
  /// - Returns: A picture of that size.
  /// - Complexity: O(W · H + width · H + width · height) for a picture of W×H.
  public func averaged(width: Int, height: Int) -> Image {
    precondition(
      self.width > 0 && self.height > 0 && width > 0 && height > 0,
      "cannot average \(self.width)×\(self.height) pixels to \(width)×\(height)")
    if width == self.width && height == self.height { return self }
    let area = self.width * self.height
    var averages: [UInt8] = []
    averages.reserveCapacity(3 * width * height)
    var sums = [Int](repeating: 0, count: 3 * width)
    var row = sums
    var summed = -1  // the row of the picture that `row` holds the sums of
    for y in 0..<height {
      for index in sums.indices { sums[index] = 0 }
      // In units of 1/height of a row, both the rows and what covers them are whole numbers.
      let lower = y * self.height
      let upper = lower + self.height
      for source in (lower / height)...((upper - 1) / height) {
        if source != summed { sumRow(source, width: width, into: &row) }
        summed = source
        let overlap = min(upper, (source + 1) * height) - max(lower, source * height)
        for index in sums.indices { sums[index] += overlap * row[index] }
      }
      for sum in sums { averages.append(UInt8((2 * sum + area) / (2 * area))) }
    }
    return Image(width: width, height: height, samples: averages)
  }

  /// Sums the samples that each of `width` equal parts of a row covers, in units of 1/width pixel.
  private func sumRow(_ source: Int, width: Int, into sums: inout [Int]) {
    let start = source * self.width
    for x in 0..<width {
      let lower = x * self.width
      let upper = lower + self.width
      var sum = SIMD4<Int>.zero
      for column in (lower / width)...((upper - 1) / width) {
        let overlap = min(upper, (column + 1) * width) - max(lower, column * width)
        let sample = 3 * (start + column)
        sum.x += overlap * Int(samples[sample])
        sum.y += overlap * Int(samples[sample + 1])
        sum.z += overlap * Int(samples[sample + 2])
      }
      sums[3 * x] = sum.x
      sums[3 * x + 1] = sum.y
      sums[3 * x + 2] = sum.z
    }
  }
}
