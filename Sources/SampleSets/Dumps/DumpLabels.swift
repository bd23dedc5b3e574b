import TensorFiles
import TokenFields
import TextData

/// What a dump says about its own origin.
struct DumpLabels: Sendable, Equatable {
  /// The encoder's name, fit to be shown; nil when the dump does not say.
  let encoder: String?
  /// The encoder's averages; nil when the dump does not say.
  let averages: FieldAverages?
  /// Whose attention the class attention is; nil when the dump does not say.
  let attention: AttentionSource?

  /// Understands the texts that concern this project; others are left alone.
  ///
  /// - Parameter metadata: All texts of the dump.
  /// - Throws: A problem when only one average is there, or one is no positive number.
  init(_ metadata: [String: String]) throws(DumpError.Problem) {
    let label = printable(metadata[DumpMetadata.encoder] ?? "", limit: DumpMetadata.labelLimit)
    encoder = label.isEmpty ? nil : label
    attention = metadata[DumpMetadata.attention].flatMap(AttentionSource.init(rawValue:))
    let erank = try Self.average(DumpMetadata.erankAverage, in: metadata)
    let entropy = try Self.average(DumpMetadata.entropyAverage, in: metadata)
    switch (erank, entropy) {
    case (let erank?, let entropy?):
      let source = metadata[DumpMetadata.averagesSource].map {
        printable($0, limit: DumpMetadata.labelLimit)
      }
      averages = FieldAverages(
        erank: erank, entropy: entropy, source: source ?? encoder ?? "the dump")
    case (nil, nil):
      averages = nil
    default:
      throw .malformedMetadata(
        reason: "'\(DumpMetadata.erankAverage)' and '\(DumpMetadata.entropyAverage)' must come "
          + "together")
    }
  }

  private static func average(
    _ name: String, in metadata: [String: String]
  ) throws(DumpError.Problem) -> Double? {
    guard let text = metadata[name] else { return nil }
    guard let value = Double(text), value.isFinite, value > 0 else {
      throw .malformedMetadata(
        reason: "'\(name)' is \(quoted(text)); it must be a number above 0")
    }
    return value
  }

  /// The texts that a file carries: those of a safetensors header, or an array of JSON.
  ///
  /// - Parameter file: The file.
  /// - Returns: Names with texts; empty when there are none.
  /// - Throws: A problem when the array is not bytes of a JSON object of texts.
  static func metadata(of file: TensorFile) throws(DumpError.Problem) -> [String: String] {
    guard file.format != .safetensors,
      let entry = file.entries.first(where: { $0.name == DumpMetadata.array })
    else { return file.metadata }
    guard entry.elementType == .uint8, entry.shape.count == 1,
      entry.shape[0] <= DumpMetadata.limit
    else {
      throw .malformedMetadata(
        reason: "'\(entry.name)' must be one axis of at most \(DumpMetadata.limit) uint8")
    }
    let bytes: [UInt8]
    do throws(TensorFileError) {
      bytes = try file.read(entry.name).values().map { UInt8($0) }
    } catch {
      throw .file(error)
    }
    let json: StrictJSON
    do throws(JSONProblem) {
      json = try StrictJSON.parse(bytes[...])
    } catch {
      throw .malformedMetadata(reason: "\(error.reason), at byte \(error.offset)")
    }
    guard case .object(let members) = json else {
      throw .malformedMetadata(reason: "it must be an object")
    }
    var texts: [String: String] = [:]
    for member in members {
      guard case .string(let text) = member.value else {
        throw .malformedMetadata(reason: "\(quoted(member.name)) must be text")
      }
      texts[member.name] = text
    }
    return texts
  }

  /// The texts that say of a field what its dump should.
  static func metadata(of field: TokenField) -> [String: String] {
    guard let encoder = field.encoder else { return [:] }
    var texts = [
      DumpMetadata.encoder: encoder,
      DumpMetadata.erankAverage: "\(field.averages.erank)",
      DumpMetadata.entropyAverage: "\(field.averages.entropy)",
      DumpMetadata.averagesSource: field.averages.source,
    ]
    if field.attentionSource != .classToken {
      texts[DumpMetadata.attention] = field.attentionSource.rawValue
    }
    return texts
  }
}
