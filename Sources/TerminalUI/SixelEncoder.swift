package import Imaging

/// Writes pictures as sixel: bands of six rows, in each a pass of every colour.
///
/// Every picture has a palette of its own: the very colours where they are at most 256, else as many
/// boxes of colours as halve the counted pixels best (median cut). Nothing is dithered, so that flat
/// areas stay flat and short.
///
/// Sources: "VT330/VT340 Programmer Reference Manual", chapter 14; Heckbert, "Color Image
/// Quantization for Frame Buffer Display", 1982.
package enum SixelEncoder {
  /// The most colours of a picture.
  package static let mostColors = 256

  /// The device control string of a picture; what it leaves out stays as it is on the screen.
  ///
  /// - Parameters:
  ///   - image: The picture, of at least one pixel.
  ///   - isDrawn: For each pixel whether it is drawn; nil for all.
  /// - Returns: What to send where the upper left pixel is to be; empty when nothing is drawn.
  /// - Complexity: O(pixels + bands · colours of each · columns).
  package static func encode(_ image: Image, isDrawn: [Bool]? = nil) -> [UInt8] {
    let (indices, colors) = indexed(image, isDrawn: isDrawn)
    guard !colors.isEmpty else { return [] }
    // Second parameter 1: pixels without a colour keep what they have.
    var bytes = Array("\u{1B}P0;1;0q\"1;1;\(image.width);\(image.height)".utf8)
    for (number, color) in colors.enumerated() {
      bytes +=
        "#\(number);2;\(percent(color.red));\(percent(color.green));\(percent(color.blue))".utf8
    }
    for top in stride(from: 0, to: image.height, by: 6) {
      if top > 0 { bytes.append(0x2D) }
      appendBand(
        indices, width: image.width, rows: top..<min(top + 6, image.height), colors: colors.count,
        to: &bytes)
    }
    bytes += "\u{1B}\\".utf8
    return bytes
  }

  /// Sixel tells samples in percent.
  private static func percent(_ sample: UInt8) -> Int { (Int(sample) * 100 + 127) / 255 }

  private static func appendBand(
    _ indices: [Int16], width: Int, rows: Range<Int>, colors: Int, to bytes: inout [UInt8]
  ) {
    var isUsed = [Bool](repeating: false, count: colors)
    for index in indices[(rows.lowerBound * width)..<(rows.upperBound * width)] where index >= 0 {
      isUsed[Int(index)] = true
    }
    var isFirst = true
    for color in 0..<colors where isUsed[color] {
      if !isFirst { bytes.append(0x24) }
      isFirst = false
      bytes += "#\(color)".utf8
      appendPass(Int16(color), indices, width: width, rows: rows, to: &bytes)
    }
  }

  /// One colour's pixels of a band, equal columns as one; empty columns at the end are left out.
  private static func appendPass(
    _ color: Int16, _ indices: [Int16], width: Int, rows: Range<Int>, to bytes: inout [UInt8]
  ) {
    let indices = indices.span
    var run: (sixel: UInt8, count: Int) = (0, 0)
    for x in 0..<width {
      var sixel: UInt8 = 0
      var bit: UInt8 = 1
      for y in rows {
        if indices[y * width + x] == color { sixel |= bit }
        bit <<= 1
      }
      if sixel == run.sixel {
        run.count += 1
      } else {
        append(run, to: &bytes)
        run = (sixel, 1)
      }
    }
    if run.sixel != 0 { append(run, to: &bytes) }
  }

  private static func append(_ run: (sixel: UInt8, count: Int), to bytes: inout [UInt8]) {
    let character = 0x3F + run.sixel
    if run.count > 3 {
      bytes += "!\(run.count)".utf8
      bytes.append(character)
    } else {
      for _ in 0..<run.count { bytes.append(character) }
    }
  }

  // MARK: Colours

  /// For each pixel the number of its colour, −1 for one that is not drawn.
  private static func indexed(
    _ image: Image, isDrawn: [Bool]?
  ) -> (indices: [Int16], colors: [RGB]) {
    var counts: [UInt32: Int] = [:]
    var pixels = [UInt32](repeating: .max, count: image.width * image.height)
    let samples = image.samples.span
    for pixel in pixels.indices where isDrawn?[pixel] ?? true {
      let start = 3 * pixel
      pixels[pixel] =
        UInt32(samples[start]) << 16 | UInt32(samples[start + 1]) << 8 | UInt32(samples[start + 2])
      counts[pixels[pixel], default: 0] += 1
    }
    var boxes = [counts.map { ColorBox.Entry(color: $0.key, count: $0.value) }]
    // The order of a dictionary differs from run to run; what is sent must not.
    boxes[0].sort { $0.color < $1.color }
    if boxes[0].count <= mostColors {
      boxes = boxes[0].map { [$0] }
    } else {
      boxes = ColorBox.split(boxes[0], into: mostColors)
    }
    var numbers: [UInt32: Int16] = [:]
    for (number, box) in boxes.enumerated() {
      for entry in box { numbers[entry.color] = Int16(number) }
    }
    var last: (color: UInt32, number: Int16) = (.max, -1)
    let indices = pixels.map { color -> Int16 in
      if color != last.color { last = (color, color == .max ? -1 : numbers[color] ?? -1) }
      return last.number
    }
    return (indices, boxes.map(ColorBox.mean))
  }
}

/// Colours that are drawn as one.
private enum ColorBox {
  /// A colour, as `0xRRGGBB`, and how many pixels have it.
  struct Entry {
    let color: UInt32
    let count: Int

    func sample(_ axis: Int) -> Int { Int(color >> (16 - 8 * UInt32(axis)) & 255) }
  }

  /// Cuts the box that is longest and fullest again and again, each time so that half of its pixels
  /// lie on either side.
  static func split(_ entries: [Entry], into count: Int) -> [[Entry]] {
    var boxes = [(entries: entries, weight: weight(entries))]
    while boxes.count < count {
      guard let largest = boxes.indices.max(by: { boxes[$0].weight < boxes[$1].weight }),
        boxes[largest].weight > 0
      else { break }
      let (low, high) = cut(boxes[largest].entries)
      boxes[largest] = (low, weight(low))
      boxes.append((high, weight(high)))
    }
    return boxes.map(\.entries)
  }

  /// How much is gained by cutting: the pixels times the square of the longest side; 0 for one
  /// colour.
  private static func weight(_ entries: [Entry]) -> Int {
    let side = longest(entries).length
    return entries.reduce(0) { $0 + $1.count } * side * side
  }

  private static func longest(_ entries: [Entry]) -> (axis: Int, length: Int) {
    var best = (axis: 0, length: -1)
    for axis in 0..<3 {
      var (low, high) = (255, 0)
      for entry in entries {
        let sample = entry.sample(axis)
        low = min(low, sample)
        high = max(high, sample)
      }
      if high - low > best.length { best = (axis, high - low) }
    }
    return best
  }

  /// Two halves by the longest side, neither empty.
  private static func cut(_ entries: [Entry]) -> ([Entry], [Entry]) {
    let axis = longest(entries).axis
    let sorted = entries.sorted {
      ($0.sample(axis), $0.color) < ($1.sample(axis), $1.color)
    }
    let half = sorted.reduce(0) { $0 + $1.count } / 2
    var taken = 0
    var end = 0
    while end < sorted.count - 1, end == 0 || taken + sorted[end].count <= half {
      taken += sorted[end].count
      end += 1
    }
    return (Array(sorted[..<end]), Array(sorted[end...]))
  }

  /// The mean of all pixels of a box.
  static func mean(_ entries: [Entry]) -> RGB {
    let count = entries.reduce(0) { $0 + $1.count }
    func sample(_ axis: Int) -> UInt8 {
      UInt8((entries.reduce(0) { $0 + $1.sample(axis) * $1.count } + count / 2) / count)
    }
    return RGB(sample(0), sample(1), sample(2))
  }
}
