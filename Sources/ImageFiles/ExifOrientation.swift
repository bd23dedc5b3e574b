import Imaging

/// How a camera was held: the turn and mirroring that make a stored picture upright.
///
/// Source: [Exif 3.0, section 4.6.5](https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E),
/// tag 274.
enum ExifOrientation: Int, CaseIterable {
  /// As stored.
  case upright = 1
  /// Mirrored left to right.
  case mirrored
  /// Turned by half.
  case half
  /// Mirrored top to bottom.
  case flipped
  /// Mirrored along the diagonal from the upper left.
  case transposed
  /// To be turned a quarter clockwise.
  case quarterClockwise
  /// Mirrored along the diagonal from the upper right.
  case transversed
  /// To be turned a quarter anticlockwise.
  case quarterAnticlockwise

  /// Reads the tag from the content of an application segment.
  ///
  /// | offset | size | meaning |
  /// |---|---|---|
  /// | 0 | 6 | `Exif` 00 00; offsets in the rest count from the byte after it |
  /// | 6 | 4 | `II*` 00 (little-endian) or `MM` 00 `*` (big-endian) |
  /// | 10 | 4 | offset of the first directory: a count (2), then entries of 12 bytes |
  ///
  /// An entry is a tag (2), a type (2; 3 is a 16-bit and 4 a 32-bit integer), a count (4), and the
  /// value itself where it fits in 4 bytes. Every read is bounded, and what does not fit is no tag.
  ///
  /// - Parameter segment: The content after the segment's length.
  /// - Returns: The value as stored, also where it is none of 1...8; nil without the tag.
  static func value(in segment: ArraySlice<UInt8>) -> Int? {
    guard segment.starts(with: [0x45, 0x78, 0x69, 0x66, 0, 0]) else { return nil }
    let content = segment.dropFirst(6)
    let order: ByteReader.Order
    if content.starts(with: [0x49, 0x49, 0x2A, 0]) {
      order = .littleEndian
    } else if content.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
      order = .bigEndian
    } else {
      return nil
    }
    var reader = ByteReader(content.dropFirst(4), order: order)
    guard let offset = reader.integer(bytes: 4) else { return nil }
    var directory = ByteReader(content.dropFirst(offset), order: order)
    guard let entries = directory.integer(bytes: 2) else { return nil }
    for _ in 0..<entries {
      guard let tag = directory.integer(bytes: 2), let type = directory.integer(bytes: 2),
        let count = directory.integer(bytes: 4), let value = directory.take(4)
      else { return nil }
      guard tag == 274, count == 1, type == 3 || type == 4 else { continue }
      var field = ByteReader(value, order: order)
      return field.integer(bytes: type == 3 ? 2 : 4)
    }
    return nil
  }

  /// Whether rows become columns.
  var swapsSides: Bool { rawValue >= 5 }

  /// The picture turned and mirrored upright.
  ///
  /// - Complexity: O(*p*) for *p* pixels; the result is made beside the original.
  func applied(to image: Image) -> Image {
    if self == .upright { return image }
    let width = swapsSides ? image.height : image.width
    let height = swapsSides ? image.width : image.height
    let walk = Walk(self, storedWidth: image.width, storedHeight: image.height)
    let samples = image.samples.withUnsafeBufferPointer { source in
      [UInt8](unsafeUninitializedCapacity: source.count) { target, filled in
        for y in 0..<height {
          var from = walk.start + y * walk.perRow
          for _ in 0..<width {
            target[filled] = source[from]
            target[filled + 1] = source[from + 1]
            target[filled + 2] = source[from + 2]
            filled += 3
            from += walk.perColumn
          }
        }
      }
    }
    return Image(width: width, height: height, samples: samples)
  }
}

/// Where the samples of an upright picture lie in the stored one: an affine walk over its indices.
private struct Walk {
  /// The index of the upper left pixel's first sample.
  let start: Int
  /// The step from a pixel to the one on its right.
  let perColumn: Int
  /// The step from a pixel to the one below.
  let perRow: Int

  init(_ orientation: ExifOrientation, storedWidth: Int, storedHeight: Int) {
    let (x, y) = (3, 3 * storedWidth)
    let (right, bottom) = ((storedWidth - 1) * x, (storedHeight - 1) * y)
    (start, perColumn, perRow) =
      switch orientation {
      case .upright: (0, x, y)
      case .mirrored: (right, -x, y)
      case .half: (right + bottom, -x, -y)
      case .flipped: (bottom, x, -y)
      case .transposed: (0, y, x)
      case .quarterClockwise: (bottom, -y, x)
      case .transversed: (right + bottom, -y, -x)
      case .quarterAnticlockwise: (right, y, -x)
      }
  }
}
