public import TextData

/// The averages of a set of images under one encoder, against which an image is called simple or
/// complex and a threshold is steered.
///
/// AgilePruner's 90 was measured on LLaVA-1.5; another encoder has another average, and this value
/// carries it, with what it was measured on. Its file is one JSON object:
///
///     {"prunescope":"calibration","version":1,"encoder":"…","samples":200,"erank":94.9,"entropy":4.8}
public struct Calibration: Sendable, Hashable {
  /// What made the tokens; nil for dumps that do not say.
  public let encoder: String?
  /// How many images were measured.
  public let samples: Int
  /// The mean effective rank (centred; of images in tiles, of the first one), above 0.
  public let erank: Double
  /// The mean entropy of the class attention, in nats; nil where there was no attention.
  public let entropy: Double?

  /// Creates averages.
  ///
  /// - Parameters:
  ///   - encoder: What made the tokens.
  ///   - samples: How many images were measured, 1 or more.
  ///   - erank: The mean effective rank: finite and above 0.
  ///   - entropy: The mean entropy: finite and not below 0.
  public init?(encoder: String?, samples: Int, erank: Double, entropy: Double?) {
    guard samples > 0, erank.isFinite, erank > 0, entropy.map({ $0.isFinite && $0 >= 0 }) ?? true
    else { return nil }
    self.encoder = encoder
    self.samples = samples
    self.erank = erank
    self.entropy = entropy
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

  /// Reads the averages of a file.
  ///
  /// - Parameter bytes: The file, at most 64 KiB of JSON.
  /// - Throws: ``CalibrationProblem`` for what is no calibration, is of a later version, or has numbers
  ///   that no average can be.
  public init(json bytes: ArraySlice<UInt8>) throws(CalibrationProblem) {
    guard bytes.count <= 65_536 else {
      throw CalibrationProblem("\(bytes.count) bytes; a calibration has at most 65536")
    }
    let value: StrictJSON
    do throws(JSONProblem) {
      value = try StrictJSON.parse(bytes)
    } catch {
      throw CalibrationProblem("no JSON: \(error.reason), at byte \(error.offset)")
    }
    guard case .object(let members) = value else {
      throw CalibrationProblem("no object; a calibration is written by 'study scale'")
    }
    let fields = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
    guard fields["prunescope"] == .string("calibration") else {
      throw CalibrationProblem("'prunescope' is not 'calibration'; 'study scale' writes such files")
    }
    guard fields["version"] == .number("1") else {
      throw CalibrationProblem("'version' is not 1, the only one there is")
    }
    let erank = try Self.number(fields["erank"], "erank")
    let entropy: Double? =
      switch fields["entropy"] {
      case nil, .null: nil
      case let value: try Self.number(value, "entropy")
      }
    let encoder = try Self.encoder(fields["encoder"])
    guard case .number(let text) = fields["samples"], let samples = Int(text), samples > 0 else {
      throw CalibrationProblem("'samples' must be a whole number from 1")
    }
    guard erank > 0, erank <= 1e6 else {
      throw CalibrationProblem("'erank' is \(erank); it must be above 0 and at most 1000000")
    }
    guard entropy.map({ (0...1e3).contains($0) }) ?? true,
      let made = Calibration(encoder: encoder, samples: samples, erank: erank, entropy: entropy)
    else {
      throw CalibrationProblem("'entropy' is \(entropy ?? 0); it must be in 0...1000")
    }
    self = made
  }

  private static func encoder(_ value: StrictJSON?) throws(CalibrationProblem) -> String? {
    switch value {
    case nil, .null: return nil
    case .string(let text) where !text.isEmpty && text.utf8.count <= 4096: return text
    default: throw CalibrationProblem("'encoder' must be a text of 1 to 4096 bytes, or null")
    }
  }

  private static func number(
    _ value: StrictJSON?, _ name: String
  ) throws(CalibrationProblem) -> Double {
    guard case .number(let text) = value, let number = Double(text), number.isFinite else {
      throw CalibrationProblem("'\(name)' must be a finite number")
    }
    return number
  }
}

/// Why a file is no calibration.
public struct CalibrationProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, a phrase.
  public let description: String

  init(_ reason: String) { description = reason }
}
