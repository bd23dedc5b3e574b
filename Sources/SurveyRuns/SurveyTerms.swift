internal import Analysis
internal import Encoders
internal import Imaging
internal import LocalFiles
internal import SampleSets
internal import Surveys
internal import TextData
internal import TokenFields
internal import TokenPruning

/// What a survey was asked for: everything that decides its rows, in words.
///
/// Two surveys of the same terms have the same rows as long as the samples' files stay as they are.
struct SurveyTerms: Equatable {
  /// Names and values, in a fixed order; names are those of the summary file.
  private(set) var entries: [JSONValue.Member]

  /// The terms of a run.
  init(_ run: SurveyRun) {
    let options = run.loader.options
    let plan = run.plan
    entries = []
    add("version", .string(run.version))
    add("strategies", .strings(plan.strategies.map(\.label)))
    add("required_strategies", .strings(plan.required.sorted()))
    add("budgets", .strings(plan.budgets.map(\.description)))
    add("per_tile", .bool(plan.isPerTile))
    add("centred", .bool(plan.isCentred))
    add("conditions", .array(run.conditions.map { $0.name.map(JSONValue.string) ?? .null }))
    add("encoder", options.encoder.map(Self.json) ?? .null)
    add("weights", Self.weights(run.loader))
    add("preprocess", options.preprocess.map { .string($0.rawValue) } ?? .null)
    add(
      "background",
      options.background.map { .integers([$0.red, $0.green, $0.blue].map(Int.init)) } ?? .null)
    // As text, since terms have no other numbers than whole ones.
    add("calibration", options.calibration.map { .string($0.json.text) } ?? .null)
    add("bf16", .bool(options.dump.bfloat16Integers))
    add("received_attention", .bool(options.dump.receivedAttention))
    add("samples", .integer(run.samples.references.count))
    add("sample_list", .string(Self.hash(of: run.samples)))
    add("shard", run.shard.map { .string($0.description) } ?? .null)
  }

  /// The terms in a line of a file; nil when there are none.
  init?(_ json: StrictJSON) {
    guard case .object(let members) = json, let entries = JSONValue.members(members) else {
      return nil
    }
    self.entries = entries
  }

  private mutating func add(_ name: String, _ value: JSONValue) {
    entries.append(JSONValue.Member(key: name, value: value))
  }

  /// The terms as a JSON object.
  var json: JSONValue { .object(entries) }

  /// The part, as it is written; nil for the whole.
  var shard: String? {
    guard case .string(let text)? = entries.first(where: { $0.key == "shard" })?.value else {
      return nil
    }
    return text
  }

  /// Whether a flag is set.
  func has(_ flag: String) -> Bool {
    entries.contains { $0.key == flag && $0.value == .bool(true) }
  }

  /// The same terms of the whole instead of a part.
  var ofWhole: SurveyTerms {
    var whole = self
    whole.entries = entries.map { $0.key == "shard" ? .init(key: "shard", value: .null) : $0 }
    return whole
  }

  /// The first difference from other terms: its name, what these say, and what the others say.
  ///
  /// - Parameter other: The other terms.
  /// - Returns: nil when there is none. Values are shortened.
  func difference(from other: SurveyTerms) -> (what: String, own: String, others: String)? {
    for name in entries.map(\.key) + other.entries.map(\.key) {
      let own = entries.first { $0.key == name }?.value
      let others = other.entries.first { $0.key == name }?.value
      if own != others {
        return (
          name.map { $0 == "_" ? " " : String($0) }.joined(), Self.shown(own), Self.shown(others)
        )
      }
    }
    return nil
  }

  private static func shown(_ value: JSONValue?) -> String {
    guard let value, value != .null else { return "none" }
    let text = value.text
    return text.count <= 80 ? text : text.prefix(77) + "..."
  }

  private static func json(_ choice: EncoderChoice) -> JSONValue {
    .object([
      "name": .string(choice.name), "layer": choice.layer.map(JSONValue.integer),
      "attention": choice.attention.map { .string($0.rawValue) },
      "heads": choice.heads.map(JSONValue.integer),
    ])
  }

  /// A hash of what the encoder says of its weights; null for one without.
  private static func weights(_ loader: SampleLoader) -> JSONValue {
    guard let encoder = try? loader.encoders.encoder(loader.options.encoder),
      let fingerprint = encoder.fingerprint
    else { return .null }
    return .string(ContentHash(Array(fingerprint.utf8)).description)
  }

  /// A hash of the list of samples: names and paths in their order, and what was refused.
  static func hash(of samples: SampleSet) -> String {
    var bytes: [UInt8] = []
    // By pieces, so that a million paths need not lie in memory once more.
    func add(_ texts: [String?]) {
      for text in texts {
        bytes += Array((text ?? "\u{1}").utf8)
        bytes.append(0)
      }
      if bytes.count > 1 << 20 { bytes = Array(ContentHash(bytes).description.utf8) }
    }
    for sample in samples.references {
      add([sample.name, sample.imagePath, sample.dumpPath, sample.scene])
    }
    for refusal in samples.refusals { add([refusal.description]) }
    return ContentHash(bytes).description
  }
}

extension JSONValue {
  /// A list of texts.
  static func strings(_ values: [String]) -> JSONValue { .array(values.map(JSONValue.string)) }

  /// A parsed value as one to be written; nil for numbers that are not whole.
  init?(_ json: StrictJSON) {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .string(text)
    case .number(let text):
      guard let value = Int(text) else { return nil }
      self = .integer(value)
    case .array(let values):
      let converted = values.compactMap(JSONValue.init)
      guard converted.count == values.count else { return nil }
      self = .array(converted)
    case .object(let members):
      guard let converted = Self.members(members) else { return nil }
      self = .object(converted)
    }
  }

  /// Parsed members as ones to be written.
  static func members(_ members: [StrictJSON.Member]) -> [Member]? {
    let converted = members.compactMap { member in
      JSONValue(member.value).map { Member(key: member.name, value: $0) }
    }
    return converted.count == members.count ? converted : nil
  }
}
