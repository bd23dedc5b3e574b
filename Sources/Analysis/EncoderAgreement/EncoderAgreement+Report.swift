internal import TokenFields
internal import TerminalUI
public import TextData

/// What the comparison says, for people and for scripts.
extension EncoderAgreement {
  /// What the comparison found, a plain sentence each, without a final period: what explains
  /// differences, for which arrays nothing does, or that everything agrees.
  public var findings: [String] {
    guard entries.contains(where: { $0.ourShape != nil }) else {
      return ["the dump has no array that the encoder makes"]
    }
    guard !agrees else { return ["the dump agrees with the encoder\(precisionRemark)"] }
    return agreeing + complete + incomplete + unexplained + incomparable
  }

  /// A remark on the tolerance, where the dump is of 16 bits.
  private var precisionRemark: String {
    let precisions = Set(entries.compactMap { $0.agreement?.precision }).subtracting([.float32])
    guard !precisions.isEmpty else { return "" }
    let names = NumberPrecision.allCases.filter(precisions.contains)
      .map { "\($0.rawValue) (\(Int($0.toleranceFactor)) times as wide)" }
    return ", within the tolerance of " + EncodingVariant.list(names)
  }

  private var agreeing: [String] {
    let names = entries.filter { $0.agreement?.isWithinTolerance == true }.map(\.name)
    guard !names.isEmpty else { return [] }
    let verb = EncodingVariant.isPlural(names) ? "agree" : "agrees"
    return ["the dump's \(EncodingVariant.list(names)) \(verb) with the encoder"]
  }

  /// Variants in the order in which they were tried, each with the arrays it explains.
  private func explained(completely: Bool) -> [(variant: EncodingVariant, entries: [Entry])] {
    tried.compactMap { variant in
      let entries = entries.filter {
        $0.explanation?.variant == variant && $0.explanation?.isComplete == completely
      }
      return entries.isEmpty ? nil : (variant, entries)
    }
  }

  private var complete: [String] {
    explained(completely: true).map {
      $0.variant.sentence(for: $0.entries.map(\.name), besides: settings)
    }
  }

  private var incomplete: [String] {
    explained(completely: false).map { variant, entries in
      let falls = entries.compactMap { entry -> String? in
        guard let before = entry.agreement, let after = entry.explanation?.agreement else {
          return nil
        }
        return NumberText.short(before.relativeDifference) + " to "
          + NumberText.short(after.relativeDifference)
      }
      return "probably " + variant.sentence(for: entries.map(\.name), besides: settings)
        + ": the largest difference falls from \(falls.joined(separator: ", ")) of the largest value,"
        + " not within tolerance"
    }
  }

  private var unexplained: [String] {
    entries.compactMap { entry in
      guard let agreement = entry.agreement, !agreement.isWithinTolerance,
        entry.explanation == nil
      else { return nil }
      if agreement.nonFinite > 0 {
        return "\(entry.name): \(agreement.nonFinite) numbers are not finite"
      }
      let labels = tried.map(\.label)
      let all = labels.isEmpty ? "no variant" : EncodingVariant.list(labels)
      return "nothing that was tried explains the dump's \(entry.name), off by up to "
        + NumberText.short(agreement.relativeDifference) + " of the largest value; tried: \(all)"
    }
  }

  private var incomparable: [String] {
    entries.compactMap { entry in
      guard let ours = entry.ourShape, entry.agreement == nil, entry.explanation == nil else {
        return nil
      }
      return "\(entry.name): the dump's shape \(EncodedArray.text(of: entry.shape)) does not fit "
        + "ours, \(EncodedArray.text(of: ours)); another image size, patch size or model was used"
    }
  }

  /// A line of a report.
  public struct Line: Sendable, Equatable {
    /// What it is about: an array, or `finding`.
    public let key: String
    /// What it says.
    public let text: String
  }

  /// The report for people: a line for each array, then one for each finding.
  public var lines: [Line] {
    entries.map { Line(key: $0.name, text: $0.text) }
      + findings.map { Line(key: "finding", text: $0) }
  }

  /// The report for scripts: `agrees`, `settings`, `arrays`, `findings` and `tried`.
  public var members: [JSONValue.Member] {
    [
      .init(key: "agrees", value: .bool(agrees)),
      .init(key: "settings", value: settings.json),
      .init(key: "arrays", value: .array(entries.map(\.json))),
      .init(key: "findings", value: .array(findings.map(JSONValue.string))),
      .init(key: "tried", value: .array(tried.map { .string($0.label) })),
    ]
  }
}

extension EncoderAgreement.Entry {
  /// The entry on one line.
  fileprivate var text: String {
    guard let ourShape else { return "not made by the encoder, not compared" }
    guard let agreement else {
      return "\(EncodedArray.text(of: shape)) in the dump, \(EncodedArray.text(of: ourShape)) here"
    }
    var text = agreement.isWithinTolerance ? "agrees" : "differs"
    if agreement.nonFinite > 0 { text += ", \(agreement.nonFinite) numbers are not finite" }
    text += ": largest difference " + NumberText.short(agreement.largestDifference)
    if let place = agreement.place {
      text += " at [\(place.map(String.init).joined(separator: ", "))]"
    }
    text += " of " + NumberText.short(agreement.largestExpected)
    text += ", tolerance " + NumberText.short(agreement.tolerance)
    if agreement.precision != .float32 { text += " for \(agreement.precision.rawValue)" }
    text += "; cosine " + NumberText.fixed(agreement.meanCosine, 6)
    text += ", least " + NumberText.fixed(agreement.worstCosine, 6)
    if let top = agreement.top { text += "; \(top.shared) of the top \(top.count) shared" }
    return agreement.notes.isEmpty
      ? text : text + " (" + agreement.notes.joined(separator: ", ") + ")"
  }

  /// The entry as reports write it.
  fileprivate var json: JSONValue {
    .object([
      "name": .string(name), "shape": .integers(shape),
      "ourShape": ourShape.map(JSONValue.integers) ?? .null,
      "agreement": agreement?.json ?? .null,
      "explanation": explanation.map {
        .object([
          "variant": .string($0.variant.label), "complete": .bool($0.isComplete),
          "agreement": $0.agreement.json,
        ])
      } ?? .null,
    ])
  }
}

extension ArrayAgreement {
  /// The comparison as reports write it.
  fileprivate var json: JSONValue {
    .object([
      "agrees": .bool(isWithinTolerance), "largestDifference": .number(largestDifference),
      "place": place.map(JSONValue.integers) ?? .null, "ours": .number(Double(ours)),
      "theirs": .number(Double(theirs)), "largestExpected": .number(largestExpected),
      "relativeDifference": .number(relativeDifference), "tolerance": .number(tolerance),
      "precision": .string(precision.rawValue), "meanCosine": .number(meanCosine),
      "worstCosine": .number(worstCosine), "nonFinite": .integer(nonFinite),
      "top": top.map {
        .object(["count": .integer($0.count), "shared": .integer($0.shared)])
      },
      "notes": .array(notes.map(JSONValue.string)),
    ])
  }
}

extension EncodingSettings {
  /// The settings as reports write them.
  fileprivate var json: JSONValue {
    .object([
      "layer": .integer(layer), "preprocess": .string(preprocess),
      "activation": .string(activation), "normalisation": .string(normalisation.rawValue),
      "attention": .string(attention.rawValue),
    ])
  }
}
