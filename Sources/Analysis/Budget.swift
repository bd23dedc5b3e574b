/// How many tokens to keep, as people write it: a count, or a share of all.
public enum Budget: Sendable, Hashable {
  /// This many tokens.
  case count(Int)
  /// This percentage of all tokens, rounded half up, at least one.
  case percentage(Double)

  /// Reads `64` or `11.1%`.
  ///
  /// - Parameter text: A whole number from 1, or a number above 0 and up to 100 followed by `%`;
  ///   anything else gives nil.
  public init?(_ text: some StringProtocol) {
    let trimmed = String(text.filter { $0 != " " })
    if trimmed.last == "%" {
      guard let value = Double(trimmed.dropLast()), value > 0, value <= 100 else { return nil }
      self = .percentage(value)
    } else {
      guard let value = Int(trimmed), value > 0 else { return nil }
      self = .count(value)
    }
  }

  /// The number of tokens of `total`; nil when a count is larger than that.
  public func tokens(of total: Int) -> Int? {
    switch self {
    case .count(let count): count <= total ? count : nil
    case .percentage(let share):
      min(total, max(1, Int((share / 100 * Double(total) + 0.5).rounded(.down))))
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
