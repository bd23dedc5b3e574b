extension Image {
  /// The picture at another size, equal to the byte to the `BICUBIC` of Pillow 11.3.
  ///
  /// First along rows, rounded to 8 bits, then along columns; an axis of equal size is left alone.
  /// (Later versions of Pillow take much taller pictures along columns first, which may round
  /// differently.)
  /// Empty pictures and sizes trap.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row of the result, 1 or more.
  ///   - height: Rows of the result, 1 or more.
  /// - Returns: A picture of that size.
  /// - Complexity: O(4 · (W · H + width · H + width · height)) for a picture of W×H, and memory for
  ///   a few rows beside the result.
  public func resized(width: Int, height: Int) -> Image {
    if width == self.width && height == self.height { return self }
    return resized(
      across: ResizingAxis(length: self.width, scaled: width),
      down: ResizingAxis(length: self.height, scaled: height), padding: RGB(grey: 0))
  }

  /// A window of the picture after padding and resizing, each axis by itself.
  ///
  /// Equal to the byte to painting the picture on a canvas of the padding's colour, resizing that as
  /// ``resized(width:height:)`` does, pasting the result on a canvas of the same colour and cropping,
  /// but no canvas is ever made: a picture of 60 000×1 pixels can be padded to a square.
  ///
  /// - Parameters:
  ///   - across: The horizontal axis; its length must be the picture's width.
  ///   - down: The vertical axis; its length must be the picture's height.
  ///   - padding: The colour around the picture, before and after resizing.
  /// - Returns: A picture of `across.window`×`down.window` pixels.
  public func resized(across: ResizingAxis, down: ResizingAxis, padding: RGB) -> Image {
    precondition(
      across.length == width && down.length == height,
      "axes for a \(across.length)×\(down.length) picture do not fit one of \(width)×\(height)")
    let rows = RowResampler(across, padding: padding)
    var columns = ColumnResampler(down, rowLength: 3 * across.window, padding: padding)
    var row = [Int32](repeating: 0, count: 3 * across.window)
    for source in columns.neededRows {
      rows.resample(samples, rowStart: 3 * width * source, into: &row)
      columns.add(row, at: source)
    }
    columns.finish()
    return Image(width: across.window, height: down.window, samples: columns.samples)
  }
}

/// Resamples rows of samples, one at a time.
private struct RowResampler {
  private let weights: BicubicWeights
  /// For each result pixel half a unit for rounding, and what its weights on padding add.
  private let base: [SIMD4<Int32>]

  private let rowLength: Int

  init(_ axis: ResizingAxis, padding: RGB) {
    weights = BicubicWeights(axis)
    rowLength = 3 * axis.length
    let colour = SIMD4(Int32(padding.red), Int32(padding.green), Int32(padding.blue), 0)
    base = weights.padding.map { colour &* $0 &+ (1 << (BicubicWeights.places - 1)) }
  }

  /// Writes one result row as 32-bit samples in 0...255.
  func resample(_ samples: [UInt8], rowStart: Int, into row: inout [Int32]) {
    let samples = samples.span.extracting(rowStart..<(rowStart + rowLength))
    let taps = weights.weights.span
    for pixel in base.indices {
      var red = base[pixel].x
      var green = base[pixel].y
      var blue = base[pixel].z
      var sample = 3 * weights.first[pixel]
      let start = weights.start[pixel]
      for place in start..<(start + weights.count[pixel]) {
        let weight = taps[place]
        red &+= Int32(samples[sample]) &* weight
        green &+= Int32(samples[sample + 1]) &* weight
        blue &+= Int32(samples[sample + 2]) &* weight
        sample += 3
      }
      row[3 * pixel] = min(max(red >> BicubicWeights.places, 0), 255)
      row[3 * pixel + 1] = min(max(green >> BicubicWeights.places, 0), 255)
      row[3 * pixel + 2] = min(max(blue >> BicubicWeights.places, 0), 255)
    }
  }
}

/// Sums weighted rows into result rows, keeping only the sums that are still growing.
private struct ColumnResampler {
  private let weights: BicubicWeights
  private let rowLength: Int
  /// Result rows that may be growing at the same time.
  private let capacity: Int
  /// A row of padding.
  private let colour: [Int32]
  private var sums: [[Int32]]
  private var rounded: [UInt8]
  /// The first result row that is not complete, and the first that has not begun.
  private var oldest = 0
  private var next = 0
  /// All rows that are complete, one after the other.
  private(set) var samples: [UInt8] = []

  init(_ axis: ResizingAxis, rowLength: Int, padding: RGB) {
    weights = BicubicWeights(axis)
    self.rowLength = rowLength
    let cycle = [Int32(padding.red), Int32(padding.green), Int32(padding.blue)]
    colour = (0..<rowLength).map { cycle[$0 % 3] }
    capacity = Self.growingRows(weights)
    sums = Array(repeating: Array(repeating: 0, count: rowLength), count: capacity)
    rounded = Array(repeating: 0, count: rowLength)
    samples.reserveCapacity(rowLength * axis.window)
  }

  /// The rows of the picture that any result row reads.
  var neededRows: Range<Int> {
    var lower = Int.max
    var upper = 0
    for row in weights.first.indices where weights.count[row] > 0 {
      lower = min(lower, weights.first[row])
      upper = max(upper, weights.first[row] + weights.count[row])
    }
    return min(lower, upper)..<upper
  }

  /// The largest number of result rows that read one and the same row.
  ///
  /// Both ends of what result rows read never move backwards, so two indices suffice.
  private static func growingRows(_ weights: BicubicWeights) -> Int {
    var largest = 1
    var oldest = 0
    for row in weights.first.indices where weights.count[row] > 0 {
      while oldest < row
        && weights.first[oldest] + weights.count[oldest] <= weights.first[row]
      {
        oldest += 1
      }
      largest = max(largest, row - oldest + 1)
    }
    return largest
  }

  /// Adds a row of the picture to every result row that reads it; rows must come in order.
  mutating func add(_ row: [Int32], at source: Int) {
    completeRows(before: source)
    while next < weights.first.count,
      weights.count[next] == 0 ? oldest == next : weights.first[next] <= source
    {
      begin()
      completeRows(before: source)
    }
    for result in oldest..<next {
      let weight = weights.weights[weights.start[result] + source - weights.first[result]]
      addMultiple(of: row, by: weight, to: &sums[result % capacity])
    }
  }

  /// Completes all rows: those still growing and those that are padding to the end.
  mutating func finish() {
    completeRows(before: .max)
    while next < weights.first.count {
      begin()
      completeRows(before: .max)
    }
  }

  private mutating func begin() {
    let half = Int32(1) << (BicubicWeights.places - 1)
    for sample in 0..<rowLength { sums[next % capacity][sample] = half }
    let weight = weights.padding[next]
    if weight != 0 { addMultiple(of: colour, by: weight, to: &sums[next % capacity]) }
    next += 1
  }

  private mutating func completeRows(before source: Int) {
    while oldest < next,
      weights.count[oldest] == 0 || weights.first[oldest] + weights.count[oldest] <= source
    {
      round(sums[oldest % capacity], to: &rounded)
      samples.append(contentsOf: rounded)
      oldest += 1
    }
  }
}

// The two loops below take spans of one known length, so that no check remains inside them.

/// Adds a multiple of a row to sums of the same length.
private func addMultiple(of row: [Int32], by weight: Int32, to sums: inout [Int32]) {
  let row = row.span.extracting(0..<sums.count)
  var sums = sums.mutableSpan
  for sample in sums.indices { sums[sample] &+= row[sample] &* weight }
}

/// Brings sums back to samples in 0...255.
private func round(_ sums: [Int32], to samples: inout [UInt8]) {
  let sums = sums.span.extracting(0..<samples.count)
  var samples = samples.mutableSpan
  for sample in samples.indices {
    let level = min(max(sums[sample] >> BicubicWeights.places, 0), 255)
    samples[sample] = UInt8(truncatingIfNeeded: level)
  }
}
