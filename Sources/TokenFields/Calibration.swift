public import TextData

/// The averages of a set of images under one encoder, against which an image is called simple or
/// complex and a threshold is steered.
///
/// AgilePruner's 90 was measured on LLaVA-1.5; another encoder has another average, and this value
/// carries it, with what it was measured on. Its file is one JSON object:
///
///     {"prunescope":"calibration","version":1,"encoder":"…","samples":200,"erank":94.9,"entropy":4.8}
///
/// Source: AgilePruner, Eq. 6.
public struct Calibration: Sendable, Hashable {
  /// What made the tokens; nil for dumps that do not say.
  public let encoder: String?
  /// How many images were measured.
  public let samples: Int
  /// The mean effective rank (centred; of images in tiles, of the first one), above 0.
  public let erank: Double
  /// The mean entropy of the class attention, in nats, above 0; nil where there was no attention.
  public let entropy: Double?

  /// Creates averages; nil without an image, and for averages that are not finite and above 0.
  ///
  /// - Parameters:
  ///   - encoder: What made the tokens.
  ///   - samples: How many images were measured.
  ///   - erank: The mean effective rank.
  ///   - entropy: The mean entropy in nats.
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
    FieldAverages(erank: erank, entropy: entropy ?? field.entropy, source: source)
  }

  /// Whether the averages may stand for tokens: those of another encoder may not, and where one of both
  /// does not say what made it, it is the user's word.
  ///
  /// - Parameter encoder: What made the tokens; nil where they do not say.
  /// - Returns: false only for two names that differ.
  public func fits(_ encoder: String?) -> Bool {
    self.encoder == nil || encoder == nil || self.encoder == encoder
  }

  /// Where the averages come from, for screens and files.
  public var source: String {
    "mean of \(samples) image\(samples == 1 ? "" : "s")" + (encoder.map { ", \($0)" } ?? "")
  }

  /// The averages as a JSON object.
  public var json: JSONValue {
    .object([
      "prunescope": .string("calibration"), "version": .integer(1),
      "encoder": encoder.map(JSONValue.string) ?? .null, "samples": .integer(samples),
      "erank": .number(erank), "entropy": entropy.map(JSONValue.number) ?? .null,
    ])
  }
}

/// Why a text is no calibration.
public struct CalibrationProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, a phrase.
  public let description: String

  init(_ reason: String) { description = reason }
}

extension Calibration {
  /// The longest name of an encoder that is read, in bytes.
  private static let longestName = 4096

  /// Reads the averages of a file.
  ///
  /// - Parameter bytes: JSON in UTF-8.
  /// - Throws: ``CalibrationProblem`` for what is no calibration, is of another version, or has numbers
  ///   that no average can be.
  public init(json bytes: ArraySlice<UInt8>) throws(CalibrationProblem) {
    let value: StrictJSON
    do throws(JSONProblem) {
      value = try StrictJSON.parse(bytes)
    } catch {
      throw CalibrationProblem("no JSON: \(error.reason), at byte \(error.offset)")
    }
    guard case .object(let members) = value else {
      throw CalibrationProblem("not a JSON object")
    }
    let fields = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
    guard fields["prunescope"] == .string("calibration") else {
      throw CalibrationProblem("'prunescope' must be 'calibration'")
    }
    guard fields["version"] == .number("1") else {
      throw CalibrationProblem("'version' must be 1, the only one there is")
    }
    guard let erank = try Self.number(fields["erank"], "erank") else {
      throw CalibrationProblem("'erank' is missing")
    }
    guard case .number(let text)? = fields["samples"], let samples = Int(text), samples > 0 else {
      throw CalibrationProblem("'samples' must be a whole number above 0")
    }
    let entropy = try Self.number(fields["entropy"], "entropy")
    let encoder = try Self.encoder(fields["encoder"])
    guard
      let made = Calibration(encoder: encoder, samples: samples, erank: erank, entropy: entropy)
    else { throw CalibrationProblem("averages that are none") }
    self = made
  }

  private static func encoder(_ value: StrictJSON?) throws(CalibrationProblem) -> String? {
    switch value {
    case nil, .null?: return nil
    case .string(let text)? where !text.isEmpty && text.utf8.count <= longestName:
      guard text.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw CalibrationProblem("'encoder' has control characters")
      }
      return text
    default:
      throw CalibrationProblem("'encoder' must be a text of 1 to \(longestName) bytes, or null")
    }
  }

  /// A number above 0; nil for one that is not there.
  private static func number(
    _ value: StrictJSON?, _ name: String
  ) throws(CalibrationProblem) -> Double? {
    guard let value, value != .null else { return nil }
    guard case .number(let text) = value, let number = Double(text), number.isFinite, number > 0
    else { throw CalibrationProblem("'\(name)' must be a number above 0") }
    return number
  }
}
