import Foundation

extension Fixture {
  /// The rows of a fixture of tab-separated values.
  ///
  /// - Parameter name: The file's path below `Tests/Fixtures`; its first line names the columns.
  /// - Returns: For each further line, its values by column.
  /// - Throws: Foundation's error when the file cannot be read.
  public static func table(_ name: String) throws -> [[String: String]] {
    let lines = try String(contentsOfFile: path(name), encoding: .utf8).split(separator: "\n")
    let columns = (lines.first ?? "").split(separator: "\t").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(columns, line.split(separator: "\t").map(String.init)))
    }
  }

  /// All bytes of a fixture.
  ///
  /// - Parameter name: The file's path below `Tests/Fixtures`.
  /// - Returns: The bytes.
  /// - Throws: Foundation's error when the file cannot be read.
  public static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }
}

/// Samples that `Tests/Scripts/synthetic_pictures.py` makes alike.
public enum SyntheticSamples {
  /// The top bytes of a linear congruential generator; 0 or 255 by their top bits for odd seeds.
  public static func samples(seed: UInt64, count: Int) -> [UInt8] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let top = UInt8(truncatingIfNeeded: state >> 56)
      return seed % 2 == 0 ? top : (top >= 128 ? 255 : 0)
    }
  }

  /// FNV-1a of all samples, 64 bits, in hexadecimal.
  public static func fingerprint(_ samples: [UInt8]) -> String {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    for sample in samples { value = (value ^ UInt64(sample)) &* 0x100_0000_01B3 }
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
