public import LocalFiles
public import TextData
public import TokenFields

/// The reasons a file holds no calibration.
public enum CalibrationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file itself.
  case file(FileError)
  /// The file's content.
  case malformed(path: String, reason: String)

  /// A message of one line: where, what is wrong, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .malformed(let path, let reason):
      "\(path): \(reason); name a calibration.json that 'prunescope study scale' wrote"
    }
  }
}

extension Calibration {
  /// The largest file that is read; one has 0.2 kB.
  private static let byteLimit = 1 << 16

  /// The calibration as a file holds it: a JSON object.
  public var json: JSONValue {
    .object([
      "prunescope": .string("calibration"), "version": .integer(1),
      "encoder": encoder.map(JSONValue.string) ?? .null, "samples": .integer(samples),
      "erank": .number(erank), "entropy": entropy.map(JSONValue.number) ?? .null,
    ])
  }

  /// Reads a calibration.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``CalibrationError`` for a file that is missing, and for one that is no calibration or
  ///   has values that are none.
  public init(path: String) throws(CalibrationError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: Self.byteLimit)
    } catch {
      throw .file(error)
    }
    let json: StrictJSON
    do throws(JSONProblem) {
      json = try StrictJSON.parse(bytes[...])
    } catch {
      throw .malformed(path: path, reason: "\(error.reason), at byte \(error.offset)")
    }
    guard case .object(let members) = json else {
      throw .malformed(path: path, reason: "not a JSON object")
    }
    let values = Dictionary(uniqueKeysWithValues: members.map { ($0.name, $0.value) })
    guard values["prunescope"] == .string("calibration") else {
      throw .malformed(path: path, reason: "not a calibration")
    }
    guard values["version"] == .number("1") else {
      throw .malformed(path: path, reason: "a calibration of another version than 1")
    }
    func number(_ name: String) throws(CalibrationError) -> Double? {
      guard let value = values[name], value != .null else { return nil }
      guard case .number(let text) = value, let number = Double(text), number.isFinite, number > 0
      else { throw .malformed(path: path, reason: "'\(name)' must be a number above 0") }
      return number
    }
    guard let erank = try number("erank") else {
      throw .malformed(path: path, reason: "'erank' is missing")
    }
    guard let count = try number("samples"), let samples = Int(exactly: count) else {
      throw .malformed(path: path, reason: "'samples' must be a whole number above 0")
    }
    var encoder: String?
    if case .string(let name)? = values["encoder"] {
      guard name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control }) else {
        throw .malformed(path: path, reason: "'encoder' has control characters")
      }
      encoder = name
    }
    let entropy = try number("entropy")
    guard
      let made = Calibration(encoder: encoder, samples: samples, erank: erank, entropy: entropy)
    else { throw .malformed(path: path, reason: "averages that are none") }
    self = made
  }
}
