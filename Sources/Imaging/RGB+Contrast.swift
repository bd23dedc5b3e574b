import Glibc

extension RGB {
  /// The light of the colour relative to white, 0...1 (WCAG 2.2, relative luminance).
  public var luminance: Double {
    0.2126 * Self.linear[Int(red)] + 0.7152 * Self.linear[Int(green)]
      + 0.0722 * Self.linear[Int(blue)]
  }

  /// How clearly text of one colour stands out on the other, 1...21 (WCAG 2.2, contrast ratio).
  ///
  /// 4.5 is what text of any size needs. It is the same both ways around.
  public func contrast(with other: RGB) -> Double {
    let (one, two) = (luminance + 0.05, other.luminance + 0.05)
    return max(one, two) / min(one, two)
  }

  /// Black or white, whichever stands out more from this colour; the contrast is at least 4.58.
  public var contrasting: RGB {
    // Where both contrasts are alike: (1.05 / (L + 0.05)) = ((L + 0.05) / 0.05).
    luminance > 0.179_128_784_7 ? RGB(grey: 0) : RGB(grey: 255)
  }

  /// The linear light of each 8-bit sRGB sample (IEC 61966-2-1).
  private static let linear: [Double] = (0..<256).map { sample in
    let value = Double(sample) / 255
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
  }
}
