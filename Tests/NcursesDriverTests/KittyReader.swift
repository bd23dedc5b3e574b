import CZlib
import Imaging
import TerminalUI
import Testing

/// Reads kitty's sequences as that terminal does, and keeps the pictures.
struct KittyReader {
  /// A picture with the cells that it is for; 0 until it is placed.
  struct Picture {
    let image: Image
    var columns = 0
    var rows = 0
  }

  private(set) var pictures: [UInt32: Picture] = [:]
  /// How many pictures were sent.
  private(set) var uploads = 0
  private var open: (id: UInt32, width: Int, height: Int, data: String)?

  /// Reads all sequences of a text; other things in it are passed over.
  mutating func read(_ text: String) throws {
    let plain = text.replacing(separator: "\u{1B}\u{1B}", with: "\u{1B}")
    for part in plain.split(separator: "\u{1B}_G").dropFirst(plain.hasPrefix("\u{1B}_G") ? 0 : 1) {
      let content = part.prefix { $0 != "\u{1B}" }
      let parts = content.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      let pairs = parts[0].split(separator: ",").map { $0.split(separator: "=") }
      let keys = Dictionary(uniqueKeysWithValues: pairs.map { ($0[0], $0[1]) })
      guard keys["a"] != "q" else { continue }
      #expect(keys["q"] == "2")
      try obey(keys, parts.count > 1 ? String(parts[1]) : "")
    }
  }

  private mutating func obey(_ keys: [Substring: Substring], _ data: String) throws {
    let number = keys["i"].flatMap { UInt32($0) }
    switch keys["a"] {
    case "p":
      let id = try #require(number)
      #expect(keys["U"] == "1" && pictures[id] != nil)
      pictures[id]?.columns = Int(keys["c"] ?? "") ?? 0
      pictures[id]?.rows = Int(keys["r"] ?? "") ?? 0
    case "d":
      #expect(keys["d"] == "I")
      pictures[try #require(number)] = nil
    default:
      if keys["a"] == "t" {
        #expect(keys["o"] == "z" && keys["f"] == "24")
        open = (
          try #require(number), try #require(keys["s"].flatMap { Int($0) }),
          try #require(keys["v"].flatMap { Int($0) }), ""
        )
      }
      open?.data += data
      guard keys["m"] == "0", let done = open else { return }
      open = nil
      uploads += 1
      pictures[done.id] = Picture(
        image: Image(
          width: done.width, height: done.height,
          samples: try Self.inflated(done.data, count: 3 * done.width * done.height)))
    }
  }

  private static func inflated(_ text: String, count: Int) throws -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
    let values = Dictionary(uniqueKeysWithValues: digits.enumerated().map { ($1, $0) })
    var bytes: [UInt8] = []
    var (bits, length) = (0, 0)
    for digit in text where digit != "=" {
      bits = (bits << 6 | (try #require(values[digit]))) & 0xFFFF
      length += 6
      if length >= 8 {
        length -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> length))
      }
    }
    try #require(bytes.count > 6 && (Int(bytes[0]) << 8 | Int(bytes[1])) % 31 == 0)
    let raw = Array(bytes[2..<(bytes.count - 4)])
    var (consumed, produced) = (0, 0)
    var samples = [UInt8](repeating: 0, count: count)
    #expect(
      czlib_inflate(raw, raw.count, &samples, count, &consumed, &produced) == CZLIB_ENDED)
    #expect(consumed == raw.count && produced == count)
    // Adler-32 by its definition.
    var (low, high) = (1, 0)
    for sample in samples {
      low = (low + Int(sample)) % 65_521
      high = (high + low) % 65_521
    }
    let sum = bytes.suffix(4).reduce(0) { $0 << 8 | Int($1) }
    #expect(sum == high << 16 | low)
    return samples
  }

  /// The pixels that a placeholder shows; nil when it is none or its picture is not there.
  func part(_ scalars: [UInt32], ink: Int, cell: (width: Int, height: Int)) -> Image? {
    guard scalars.count == 4, scalars[0] == 0x10EEEE else { return nil }
    let numbers = scalars.dropFirst().compactMap { KittyDiacritics.marks.firstIndex(of: $0) }
    guard numbers.count == 3, let picture = pictures[UInt32(numbers[2]) << 24 | UInt32(ink)],
      picture.image.width == picture.columns * cell.width,
      picture.image.height == picture.rows * cell.height,
      numbers[0] < picture.rows, numbers[1] < picture.columns
    else { return nil }
    var image = Image(width: cell.width, height: cell.height, filledWith: .black)
    for y in 0..<cell.height {
      for x in 0..<cell.width {
        image[x, y] = picture.image[numbers[1] * cell.width + x, numbers[0] * cell.height + y]
      }
    }
    return image
  }
}
