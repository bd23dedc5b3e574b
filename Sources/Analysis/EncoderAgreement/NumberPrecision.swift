/// How exactly the numbers of a dump are stored, and how far they may lie from ours.
///
/// Two float32 implementations of one transformer differ by some 10⁻⁶ of the largest value; ten times
/// that is allowed. A model that ran in 16 bits is far coarser.
public enum NumberPrecision: String, Sendable, Hashable, CaseIterable {
  /// Single precision: 24 significant bits.
  case float32
  /// Half precision: 11 significant bits.
  case float16
  /// The upper half of single precision: 8 significant bits.
  case bfloat16

  /// Fewer numbers than this do not tell how they were stored.
  static let fewestTelling = 64

  /// What 16-bit type numbers were widened from; nil when they were not.
  ///
  /// Dumps are often stored in float32 after a model ran in 16 bits. Then the lowest bits of every
  /// number are zero.
  ///
  /// - Parameter values: Numbers; fewer than 64, or only zeros, tell nothing.
  /// - Complexity: O(numbers), and O(1) for most arrays of float32.
  public init?(widened values: [Float]) {
    guard values.count >= Self.fewestTelling, values.contains(where: { $0 != 0 }) else {
      return nil
    }
    if values.allSatisfy({ $0.bitPattern & 0xFFFF == 0 }) {
      self = .bfloat16
    } else if values.allSatisfy({ $0.bitPattern & 0x1FFF == 0 }) {
      self = .float16
    } else {
      return nil
    }
  }

  /// By what tolerances are wider than those of single precision.
  public var toleranceFactor: Double {
    switch self {
    case .float32: 1
    case .float16: 100
    // Three significant bits fewer than half precision.
    case .bfloat16: 800
    }
  }

  /// The largest difference at which an array still agrees.
  ///
  /// Of features and keys 2·10⁻⁵ of the largest value, of attention 5·10⁻⁵, both times
  /// ``toleranceFactor``. In 16 bits attention may differ by no more than a fiftieth (bfloat16: a
  /// tenth) of the largest value either: over many patches it is so flat that anything would agree.
  ///
  /// - Parameters:
  ///   - isAttention: Whether the values are the outcome of a softmax.
  ///   - largest: The largest magnitude that is expected.
  /// - Returns: The tolerance, 0 or more.
  public func tolerance(isAttention: Bool, largest: Double) -> Double {
    guard isAttention else { return 2e-5 * toleranceFactor * largest }
    let absolute = 5e-5 * toleranceFactor
    switch self {
    case .float32: return absolute
    case .float16: return min(absolute, largest / 50)
    case .bfloat16: return min(absolute, largest / 10)
    }
  }
}
