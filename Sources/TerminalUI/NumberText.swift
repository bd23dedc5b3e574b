/// Numbers as short texts of a fixed number of decimals, without a locale.
public enum NumberText {
  /// A number with exactly `decimals` digits after the point, rounded half away from zero.
  ///
  /// - Parameters:
  ///   - value: The number; one that is not finite gives `–`.
  ///   - decimals: Digits after the point, 0...9.
  ///   - leadingZero: Whether `0.5` keeps its zero; without it the text is `.5`.
  /// - Returns: The text, with `-` in front of negative numbers.
  public static func fixed(_ value: Double, _ decimals: Int, leadingZero: Bool = true) -> String {
    guard value.isFinite else { return "–" }
    var scale = 1.0
    for _ in 0..<decimals { scale *= 10 }
    let scaled = (abs(value) * scale).rounded()
    guard scaled < 9e15 else { return "\(value)" }
    var digits = String(Int(scaled))
    while digits.count <= decimals { digits = "0" + digits }
    let whole = digits.dropLast(decimals)
    let sign = value < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return sign + whole }
    let shown = whole == "0" && !leadingZero ? "" : whole
    return sign + shown + "." + digits.suffix(decimals)
  }

  /// A number with `digits` significant digits, or all of a whole number below a million: `.00820`,
  /// `.710`, `118`, and `1.8e-6` or `2.5e7` for numbers closer to 0 than a ten-thousandth or beyond.
  ///
  /// - Parameters:
  ///   - value: The number; one that is not finite gives `–`.
  ///   - digits: How many digits, 1...9; fewer than a whole number has are not cut off.
  /// - Returns: At most nine characters at three digits.
  public static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    let magnitude = abs(value)
    guard magnitude > 0 else { return "0" }
    guard magnitude >= 1e-4 && magnitude < 999_999.5 else { return scientific(value) }
    var decimals = digits - 1
    var limit = 10.0
    while magnitude >= limit && decimals > 0 {
      limit *= 10
      decimals -= 1
    }
    limit = 1
    while magnitude < limit && decimals < 9 {
      limit /= 10
      decimals += 1
    }
    // 9.996 has three digits before it is rounded and four after.
    let scale = powerOfTen(decimals)
    if decimals > 0, (magnitude * scale).rounded() >= powerOfTen(digits) { decimals -= 1 }
    return fixed(value, decimals, leadingZero: false)
  }

  /// A number as `1.8e-6`.
  private static func scientific(_ value: Double) -> String {
    var mantissa = abs(value)
    var exponent = 0
    while mantissa < 1 {
      mantissa *= 10
      exponent -= 1
    }
    while mantissa >= 9.95 {
      mantissa /= 10
      exponent += 1
    }
    return fixed(value < 0 ? -mantissa : mantissa, 1) + "e\(exponent)"
  }

  private static func powerOfTen(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// A number that may be missing: `–` stands for none.
  ///
  /// - Parameters:
  ///   - value: The number, or nil.
  ///   - decimals: Digits after the point, 0...9.
  ///   - leadingZero: Whether `0.5` keeps its zero.
  /// - Returns: The text of ``fixed(_:_:leadingZero:)``, or `–`.
  public static func optional(
    _ value: Double?, _ decimals: Int, leadingZero: Bool = true
  ) -> String {
    value.map { fixed($0, decimals, leadingZero: leadingZero) } ?? "–"
  }

  /// A text with blanks in front up to a width; a longer one stays as it is.
  public static func right(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: text))) + text
  }

  /// A text with blanks behind up to a width, shortened with `…` when it is longer.
  public static func left(_ text: String, _ width: Int) -> String {
    let fitted = DisplayWidth.fit(text, into: width)
    return fitted + String(repeating: " ", count: max(0, width - DisplayWidth.columns(of: fitted)))
  }
}
