internal import Encoders
internal import TokenFields
import Analysis
import Explorer
import FoundationEssentials
import Imaging
import LocalFiles
import SampleSets
import TokenPruning
import TextData

/// The JSON file beside exported pictures: what was exported, from what, and how to do it again.
struct ExportRecord {
  let sample: LoadedSample
  let evaluator: SampleEvaluator
  let loadOptions: LoadOptions
  let maskScale: MaskScale
  let kinds: [ExportKind]
  let model: LanguageModel
  let textTokens: Int
  let evaluations: [(strategy: ConfiguredStrategy, evaluation: Evaluation)]
  let files: [String]

  /// The record.
  var json: JSONValue {
    .object([
      "prunescope": .string(Version.text),
      "sample": .string(sample.reference.name),
      "image": sample.reference.imagePath.map(JSONValue.string),
      "dump": sample.reference.dumpPath.map(JSONValue.string),
      "scene": sample.reference.scene.map(JSONValue.string),
      "preprocess": loadOptions.preprocess.map { .string($0.rawValue) },
      "encoder": loadOptions.encoder.map { .string($0.name) },
      "layer": loadOptions.encoder?.layer.map(JSONValue.integer),
      "classAttention": loadOptions.encoder?.attention.map { .string($0.rawValue) },
      "heads": loadOptions.encoder?.heads.map(JSONValue.integer),
      "background": .integers(
        loadOptions.background.map { [Int($0.red), Int($0.green), Int($0.blue)] } ?? []),
      "calibration": loadOptions.calibration?.json,
      "bfloat16Integers": .bool(loadOptions.dump.bfloat16Integers),
      "receivedAttention": .bool(loadOptions.dump.receivedAttention),
      "centred": .bool(evaluator.centred),
      "perTile": .bool(evaluator.perTile),
      "scale": .string(maskScale.rawValue),
      "kinds": .array(kinds.map { .string($0.rawValue) }),
      "model": .string(model.name),
      "textTokens": .integer(textTokens),
      "selections": .array(
        evaluations.map { strategy, evaluation in
          .object([
            "strategy": .string(strategy.label),
            "parameters": strategy.strategy.resolvedParameters(for: sample.field.field).json,
            "keep": evaluation.isOwnBudget ? .null : .integer(evaluation.budget),
            "ownBudget": evaluation.isOwnBudget ? .integer(evaluation.budget) : nil,
            "kept": .integers(evaluation.selection.kept),
            "output": .integer(evaluation.selection.outputCount),
            "absorbed": evaluation.selection.merging?.absorbed,
            "cost": SelectionCost(
              of: evaluation, by: strategy, in: evaluator, model: model, textTokens: textTokens
            ).json,
          ])
        }),
      "files": .array(files.map(JSONValue.string)),
    ])
  }
}

/// A record as it is read back.
struct StoredExport: Decodable {
  let sample: String
  let image: String?
  let dump: String?
  let scene: String?
  /// How the image was brought to the encoder's size; nil for the encoder's own way.
  let preprocess: String?
  let encoder: String?
  let layer: Int?
  let classAttention: String?
  let heads: Int?
  /// Red, green and blue; none where transparency was dropped.
  let background: [UInt8]
  /// The averages that were asked for; nil for the encoder's own.
  let calibration: StoredCalibration?
  let bfloat16Integers: Bool
  let receivedAttention: Bool
  let centred: Bool
  let perTile: Bool
  let scale: MaskScale
  let kinds: [ExportKind]
  /// The language model; older records name none.
  let model: String?
  /// Text tokens of its prompt; older records tell none.
  let textTokens: Int?
  let selections: [StoredSelection]

  /// A selection of a record.
  struct StoredSelection: Decodable {
    let strategy: String
    /// The budget; nil where the strategy decided by itself.
    let keep: Int?
    let kept: [Int]
    /// The groups; nil where nothing was merged.
    let absorbed: [StoredGroup]?

    /// How many tokens a selection treats otherwise: kept in one and not in the other, or mixed into
    /// other groups.
    func differences(from selection: Selection) -> Int {
      let stored = membership(absorbed?.map(\.members) ?? [])
      let now = membership(selection.merging?.groups.map(\.members) ?? [])
      let regrouped = Set(stored.keys).union(now.keys).filter { stored[$0] != now[$0] }
      return Set(kept).symmetricDifference(selection.kept).union(regrouped).count
    }

    /// For each token the groups that it went into.
    private func membership(_ groups: [[Int]]) -> [Int: [Int]] {
      var membership: [Int: [Int]] = [:]
      for (index, members) in groups.enumerated() {
        for member in members { membership[member, default: []].append(index) }
      }
      return membership
    }
  }

  /// The averages of a record.
  struct StoredCalibration: Decodable {
    let encoder: String?
    let samples: Int
    let erank: Double
    let entropy: Double?

    /// The averages; nil when they are none.
    var value: Calibration? {
      Calibration(encoder: encoder, samples: samples, erank: erank, entropy: entropy)
    }
  }

  /// A group of a record, as far as it can be compared.
  struct StoredGroup: Decodable {
    let members: [Int]
  }

  /// The largest record that is read: a hundred selections of a million tokens are far below.
  static let limit = 256 << 20

  /// Reads a record.
  ///
  /// - Throws: ``RecordError`` when the file is missing or is no record.
  static func read(_ path: String) throws(RecordError) -> StoredExport {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: limit)
    } catch {
      throw .file(error)
    }
    guard let record = try? JSONDecoder().decode(StoredExport.self, from: Data(bytes)),
      [0, 3].contains(record.background.count), record.prefill != nil,
      record.calibration == nil || record.calibration?.value != nil
    else { throw .malformed(path: path) }
    return record
  }

  /// The model and the prompt; nil when the record names what there is not.
  var prefill: (model: LanguageModel, textTokens: Int)? {
    let text = textTokens ?? PrefillCost.usualText
    guard let model = model.map(LanguageModel.named) ?? LanguageModel.usual,
      (0...PrefillOptions.limit).contains(text)
    else { return nil }
    return (model, text)
  }

  /// The encoder that was asked for; nil for the usual one.
  var choice: EncoderChoice? {
    encoder.map {
      EncoderChoice(
        $0, layer: layer, attention: classAttention.flatMap(AttentionSource.init(rawValue:)),
        heads: heads)
    }
  }

  /// Where the sample lies.
  var reference: SampleReference {
    SampleReference(name: sample, imagePath: image, dumpPath: dump, scene: scene)
  }
}

/// The reasons a record cannot be repeated.
enum RecordError: Error, Equatable, CustomStringConvertible {
  /// The file itself.
  case file(FileError)
  /// The file is not a record of an export.
  case malformed(path: String)
  /// What is selected now differs from what the record says.
  case differs(path: String, strategy: String, keep: Int?, tokens: Int)

  var description: String {
    switch self {
    case .file(let error): error.description
    case .malformed(let path):
      "\(path): not a record of an export; name the .json file that 'export' wrote"
    case .differs(let path, let strategy, let keep, let tokens):
      "\(path): '\(strategy)' at \(keep.map(String.init) ?? "its own budget") now differs in \(tokens) tokens from what was exported; the "
        + "sample's files have changed"
    }
  }
}
