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

  /// A number with about `digits` significant digits: `.0082`, `.71`, `118`, and `1.8e-6` for
  /// numbers closer to 0 than a ten-thousandth.
  public static func short(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    var magnitude = abs(value)
    guard magnitude > 0 else { return "0" }
    if magnitude < 1e-4 {
      var exponent = 0
      while magnitude < 0.9995 && exponent < 400 {
        magnitude *= 10
        exponent += 1
      }
      return fixed(value < 0 ? -magnitude : magnitude, 1) + "e-\(exponent)"
    }
    var decimals = digits - 1
    while magnitude >= 10 && decimals > 0 {
      magnitude /= 10
      decimals -= 1
    }
    while magnitude < 1 && decimals < 9 {
      magnitude *= 10
      decimals += 1
    }
    return fixed(value, decimals, leadingZero: false)
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
