public import TokenFields

/// The constants of the handcrafted encoder that are measured, not chosen.
///
/// To measure them anew, after a change to the encoder or to the samples: encode every sample with
/// `llava-pad`, take of each the erank of `projected` (centred) and the entropy of the head-mean
/// class attention, hand both lists to ``averages(eranks:entropies:)`` and write the result, rounded
/// to one and two decimals, into ``averages``. `prunescope inspect --json` prints both numbers of
/// every sample.
public enum HandcraftedCalibration {
  /// What the averages are averages of, for screens and files.
  public static let source = "handcrafted on Prunescope's samples"

  /// The average erank and entropy of an image, against which others are called simple or complex.
  public static let averages = FieldAverages(erank: 90.4, entropy: 5.37, source: source)

  /// The averages of measured samples: the arithmetic means.
  ///
  /// - Parameters:
  ///   - eranks: The erank of every sample; at least one.
  ///   - entropies: The entropy of every sample, as many as eranks.
  /// - Returns: Both means, with ``source`` as their origin.
  public static func averages(eranks: [Double], entropies: [Double]) -> FieldAverages {
    precondition(
      !eranks.isEmpty && eranks.count == entropies.count,
      "\(eranks.count) eranks and \(entropies.count) entropies have no averages")
    let count = Double(eranks.count)
    return FieldAverages(
      erank: eranks.reduce(0, +) / count, entropy: entropies.reduce(0, +) / count, source: source)
  }
}
