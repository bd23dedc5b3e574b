internal import Figures
internal import TerminalUI
import Glibc

/// Numbers as the text of plots.
enum PlotText {
  /// A number as a tick shows it: plain where that is short, else with an exponent.
  ///
  /// - Parameters:
  ///   - value: A finite number.
  ///   - decimals: Digits after the point; as many as it takes when nil.
  /// - Returns: For instance `0`, `0.25`, `600`, `2e-5`.
  static func number(_ value: Double, decimals: Int? = nil) -> String {
    guard value != 0 else { return "0" }
    if abs(value) < 1e-3, abs(value) >= 1e-4 {
      // Beside 1e-5 and smaller ones 0.0001 would look larger than it is.
      return NumberLabel.text(value * 1e4, digits: 4) + "e-4"
    }
    guard let decimals, abs(value) >= 1e-3, abs(value) < 1e6, decimals <= 6 else {
      return NumberLabel.text(value, digits: 4)
    }
    return NumberText.fixed(value, decimals)
  }
}
