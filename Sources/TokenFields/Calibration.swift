/// An encoder's own averages, measured over a set of images.
///
/// Source: AgilePruner, Eq. 6: the threshold is scaled by an image's erank over the average, which is
/// another one for every encoder.
public struct Calibration: Sendable, Hashable {
  /// The encoder that made the tokens; nil when they did not say.
  public let encoder: String?
  /// How many samples were measured.
  public let samples: Int
  /// The mean effective rank of all tokens (centred), above 0.
  public let erank: Double
  /// The mean entropy of the class attention in nats, above 0; nil when there was no attention.
  public let entropy: Double?

  /// Creates a calibration.
  ///
  /// - Parameters:
  ///   - encoder: The encoder that made the tokens.
  ///   - samples: How many samples were measured.
  ///   - erank: The mean effective rank.
  ///   - entropy: The mean entropy in nats.
  /// - Returns: nil without a sample, and for averages that are not finite and above 0.
  public init?(encoder: String?, samples: Int, erank: Double, entropy: Double?) {
    guard samples > 0, erank > 0, erank.isFinite, entropy.map({ $0 > 0 && $0.isFinite }) ?? true
    else { return nil }
    self.encoder = encoder
    self.samples = samples
    self.erank = erank
    self.entropy = entropy
  }

  /// The averages as a field has them.
  ///
  /// - Parameter field: The averages that stay where nothing was measured.
  /// - Returns: The measured averages, with their origin.
  public func averages(instead field: FieldAverages) -> FieldAverages {
    FieldAverages(
      erank: erank, entropy: entropy ?? field.entropy,
      source: source)
  }

  /// Where the averages come from, for screens and files.
  public var source: String {
    "mean of \(samples) image\(samples == 1 ? "" : "s")" + (encoder.map { ", \($0)" } ?? "")
  }
}
