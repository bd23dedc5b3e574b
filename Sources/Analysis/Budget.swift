/// How many tokens to keep, as people write it: a count, or a share of all.
public enum Budget: Sendable, Hashable {
  /// This many tokens.
  case count(Int)
  /// This percentage of all tokens, rounded half up, at least one.
  case percentage(Double)

  /// Reads `64` or `11.1%`; nil when the text is neither.
  ///
  /// - Parameter text: A whole number from 1, or a number above 0 and up to 100 followed by `%`, in
  ///   plain digits; blanks around either are passed over.
  public init?(_ text: some StringProtocol) {
    let trimmed = Self.trimmed(text)
    if trimmed.last == "%" {
      let number = Self.trimmed(trimmed.dropLast())
      // Double reads hexadecimal and words too; a share is digits.
      guard number.allSatisfy({ "0123456789.".contains($0) }), let value = Double(number),
        value > 0, value <= 100
      else { return nil }
      self = .percentage(value)
    } else {
      guard trimmed.allSatisfy({ "0123456789".contains($0) }), let value = Int(trimmed), value > 0
      else { return nil }
      self = .count(value)
    }
  }

  /// The text without blanks at its ends.
  private static func trimmed(_ text: some StringProtocol) -> Substring {
    var rest = Substring(text)
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " { rest.removeLast() }
    return rest
  }

  /// The number of tokens of `total`; nil when a count is larger than that.
  public func tokens(of total: Int) -> Int? {
    switch self {
    case .count(let count): count <= total ? count : nil
    case .percentage(let share):
      // A share of decimals, such as 0.7 % of 500, must reach its half despite rounding.
      min(total, max(1, Int((share * Double(total) / 100 + 0.5 + 1e-9).rounded(.down))))
    }
  }
}

extension Budget: CustomStringConvertible {
  /// The budget as it is written.
  public var description: String {
    switch self {
    case .count(let count): "\(count)"
    case .percentage(let share):
      share == share.rounded() ? "\(Int(share))%" : "\(share)%"
    }
  }
}
