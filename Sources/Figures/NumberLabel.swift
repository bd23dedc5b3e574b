import Glibc

/// Numbers as short text.
package enum NumberLabel {
  /// A number with a few significant digits, as a legend shows it.
  ///
  /// Numbers from 0.0001 to below a million are written plainly, others with an exponent; zeros
  /// after the point are left out.
  ///
  /// - Parameters:
  ///   - value: Any number.
  ///   - digits: Significant digits, 1...15.
  /// - Returns: For instance `0.0121`, `-3`, `1.5e-7`, `inf` or `nan`.
  package static func text(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    guard value != 0 else { return "0" }
    let sign = value < 0 ? "-" : ""
    var exponent = Int(log10(abs(value)).rounded(.down))
    var mantissa = scaled(abs(value), byPowerOfTen: digits - 1 - exponent).rounded()
    // Rounding, or a logarithm a hair off, may leave one digit too many.
    if mantissa >= scaled(1, byPowerOfTen: digits) {
      exponent += 1
      mantissa = scaled(abs(value), byPowerOfTen: digits - 1 - exponent).rounded()
    }
    let figures = String(Int(mantissa))
    guard exponent >= -4, exponent < 6 else {
      return sign + withPoint(figures, after: 1) + "e\(exponent)"
    }
    if exponent < 0 {
      return sign + withPoint(String(repeating: "0", count: -exponent) + figures, after: 1)
    }
    let padding = String(repeating: "0", count: max(0, exponent + 1 - figures.count))
    return sign + withPoint(figures + padding, after: exponent + 1)
  }

  /// A number times a power of ten, in two steps so that neither leaves the range of Double.
  private static func scaled(_ value: Double, byPowerOfTen power: Int) -> Double {
    let half = power / 2
    return value * pow(10, Double(half)) * pow(10, Double(power - half))
  }

  private static func withPoint(_ digits: String, after count: Int) -> String {
    var fraction = digits.dropFirst(count)
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty
      ? String(digits.prefix(count)) : "\(digits.prefix(count)).\(fraction)"
  }
}
