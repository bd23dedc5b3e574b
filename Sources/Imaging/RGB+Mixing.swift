extension RGB {
  /// Creates a colour from a number written as `0xRRGGBB`; higher bits are ignored.
  public init(hex: UInt32) {
    self.init(
      UInt8(truncatingIfNeeded: hex >> 16), UInt8(truncatingIfNeeded: hex >> 8),
      UInt8(truncatingIfNeeded: hex))
  }

  /// A colour between this one and another, mixed sample by sample in sRGB.
  ///
  /// - Parameters:
  ///   - other: The colour to move towards.
  ///   - share: How much of `other`, held to 0...1; 0 gives this colour and 1 the other.
  /// - Returns: The mixture, each sample rounded half up.
  public func mixed(with other: RGB, share: Double) -> RGB {
    let share = share > 0 ? min(share, 1) : 0
    func mix(_ from: UInt8, _ to: UInt8) -> UInt8 {
      UInt8(Double(from) + (Double(to) - Double(from)) * share + 0.5)
    }
    return RGB(mix(red, other.red), mix(green, other.green), mix(blue, other.blue))
  }

  /// Black.
  public static let black = RGB(grey: 0)
  /// White.
  public static let white = RGB(grey: 255)
}
