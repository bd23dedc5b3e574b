/// Whether a dump is what an encoder makes of its image, and if not, what was done differently.
///
/// Each array of the dump is compared with ours. For those that disagree the variants are tried one
/// by one: our side is encoded again with one thing changed. A variant explains an array when the
/// largest difference falls within tolerance, or, if none does, when it falls to less than a tenth and
/// further than under any other. Of several that explain an array the one that explains most arrays is
/// told, then the one with the smallest difference.
public struct EncoderAgreement: Sendable, Equatable {
  /// An array of the dump and how it compares.
  public struct Entry: Sendable, Equatable {
    /// The project's name for the array.
    public let name: String
    /// The shape that it has in the dump.
    public let shape: [Int]
    /// Our shape; nil where we have no such array.
    public let ourShape: [Int]?
    /// How far the arrays are apart; nil where the shapes have nothing to do with each other.
    public let agreement: ArrayAgreement?
    /// What explains that they disagree; nil where they agree or nothing explains it.
    public internal(set) var explanation: Explanation?
  }

  /// What a variant does to the difference of an array.
  public struct Explanation: Sendable, Equatable {
    /// The variant.
    public let variant: EncodingVariant
    /// How the arrays compare under it.
    public let agreement: ArrayAgreement
    /// Whether they agree under it; else it is only much better than everything else.
    public var isComplete: Bool { agreement.isWithinTolerance }
  }

  /// The arrays of the dump, in its order.
  public private(set) var entries: [Entry]
  /// How our side was encoded.
  public let settings: EncodingSettings
  /// The variants that were tried, in order; none when everything agreed.
  public private(set) var tried: [EncodingVariant] = []

  /// By how much the largest difference must fall for an incomplete explanation.
  public static let clearGain = 10.0

  /// Whether every array that was compared agrees, and at least one was.
  public var agrees: Bool {
    let compared = entries.filter { $0.ourShape != nil }
    return !compared.isEmpty && compared.allSatisfy { $0.agreement?.isWithinTolerance == true }
  }

  /// Compares a dump with what we made of the same image, and looks for what explains differences.
  ///
  /// - Parameters:
  ///   - ours: Our arrays, of patches only; names appear once.
  ///   - reference: The dump's arrays, with or without class token.
  ///   - settings: How our side was encoded.
  ///   - variants: What to try; see ``EncodingVariant/all(besides:preprocesses:activations:)``.
  ///   - encode: Encodes the image under a variant; nil where the model cannot. It is asked at most
  ///     once for each variant, only while an array is left that disagrees without an explanation
  ///     that is complete, and never for variants that need no encoding.
  /// - Complexity: O(numbers) for each variant, and what `encode` takes.
  public init(
    ours: [EncodedArray], reference: [EncodedArray], settings: EncodingSettings,
    variants: [EncodingVariant], encode: (EncodingVariant) -> [EncodedArray]?
  ) {
    self.settings = settings
    let own = Dictionary(ours.map { ($0.name, $0) }) { first, _ in first }
    entries = reference.map { array in
      Entry(
        name: array.name, shape: array.shape, ourShape: own[array.name]?.shape,
        agreement: own[array.name].flatMap { ArrayAgreement(ours: $0, theirs: array) })
    }
    var search = Search(entries)
    for variant in variants where !search.isDone {
      if variant.needsEncoding {
        guard let again = encode(variant) else { continue }
        let varied = Dictionary(again.map { ($0.name, $0) }) { first, _ in first }
        search.look(at: variant, reference) { varied[$0.name].map { ($0, nil) } }
      } else {
        search.look(at: variant, reference) { array in own[array.name].map { ($0, variant) } }
      }
      tried.append(variant)
    }
    for (index, explanation) in search.explanations { entries[index].explanation = explanation }
  }
}

/// The search for explanations of arrays that disagree.
private struct Search {
  private typealias Explanation = EncoderAgreement.Explanation

  /// For each array that disagrees, by its index, what was found under each variant.
  private var found: [Int: [Explanation]]
  private let entries: [EncoderAgreement.Entry]

  init(_ entries: [EncoderAgreement.Entry]) {
    self.entries = entries
    let open = entries.indices.filter {
      entries[$0].ourShape != nil && entries[$0].agreement?.isWithinTolerance != true
    }
    found = Dictionary(uniqueKeysWithValues: open.map { ($0, []) })
  }

  /// Whether every array that disagrees has a complete explanation.
  var isDone: Bool { found.values.allSatisfy { $0.contains(where: \.isComplete) } }

  /// Compares the arrays that disagree under a variant.
  ///
  /// - Parameters:
  ///   - variant: The variant.
  ///   - reference: The dump's arrays.
  ///   - ours: Our array for one of the dump's, and the variant that is still to be applied to it.
  mutating func look(
    at variant: EncodingVariant, _ reference: [EncodedArray],
    ours: (EncodedArray) -> (array: EncodedArray, applying: EncodingVariant?)?
  ) {
    for index in found.keys {
      guard let own = ours(reference[index]),
        var pair = AlignedArrays(ours: own.array, theirs: reference[index])
      else { continue }
      if let change = own.applying {
        guard let changed = change.applied(to: pair) else { continue }
        pair = changed
      }
      found[index]?.append(
        EncoderAgreement.Explanation(variant: variant, agreement: ArrayAgreement(pair)))
    }
  }

  /// The best explanation of each array that has one.
  var explanations: [Int: EncoderAgreement.Explanation] {
    var complete: [EncodingVariant: Int] = [:]
    for explanation in found.values.joined() where explanation.isComplete {
      complete[explanation.variant, default: 0] += 1
    }
    return found.compactMapValues { $0 }.reduce(into: [:]) { best, entry in
      let whole = entry.value.filter(\.isComplete)
      best[entry.key] =
        whole.isEmpty
        ? clearlyBest(of: entry.value, for: entries[entry.key])
        : whole.max {
          let (one, other) = (complete[$0.variant] ?? 0, complete[$1.variant] ?? 0)
          return one == other
            ? $0.agreement.relativeDifference > $1.agreement.relativeDifference : one < other
        }
    }
  }

  /// The explanation under which the difference falls to less than a tenth and furthest.
  private func clearlyBest(
    of explanations: [EncoderAgreement.Explanation], for entry: EncoderAgreement.Entry
  ) -> EncoderAgreement.Explanation? {
    guard let before = entry.agreement, before.nonFinite == 0 else { return nil }
    let best = explanations.filter { $0.agreement.nonFinite == 0 }
      .min { $0.agreement.relativeDifference < $1.agreement.relativeDifference }
    return best.flatMap {
      $0.agreement.relativeDifference * EncoderAgreement.clearGain < before.relativeDifference
        ? $0 : nil
    }
  }
}
