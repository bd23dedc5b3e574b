import LocalFiles
import TextData

/// A JSON object of settings, such as `config.json` or a part of it.
///
/// What is `null` counts as missing. A setting that is asked for and has another type than it must
/// have is refused; what nobody asks for is not looked at.
struct Settings: Sendable {
  /// The file.
  let path: String
  private let place: String
  private let members: [String: StrictJSON]

  /// The largest file of settings; those of language models have up to 10 kB.
  private static let byteLimit = 4 << 20

  /// Reads a file of settings.
  init(path: String, limit: Int = Settings.byteLimit) throws(CheckpointError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: limit)
    } catch {
      throw .file(error)
    }
    do throws(JSONProblem) {
      guard case .object(let members) = try StrictJSON.parse(bytes[...]) else {
        throw JSONProblem(reason: "it must be an object", offset: 0)
      }
      self.init(path: path, place: "", members: members)
    } catch {
      throw .malformed(
        path: path, reason: "is malformed at byte \(error.offset): \(error.reason)")
    }
  }

  private init(path: String, place: String, members: [StrictJSON.Member]) {
    self.path = path
    self.place = place
    self.members = Dictionary(members.map { ($0.name, $0.value) }) { first, _ in first }
  }

  /// The value of a setting; nil when it is missing or `null`.
  func value(_ name: String) -> StrictJSON? {
    guard let value = members[name], value != .null else { return nil }
    return value
  }

  /// Whether a setting is there.
  func has(_ name: String) -> Bool { value(name) != nil }

  /// The names of all settings with text as their value.
  var texts: [(name: String, text: String)] {
    members.compactMap { name, value in
      guard case .string(let text) = value else { return nil }
      return (name, text)
    }
  }

  /// An error about a setting.
  func problem(_ name: String, _ expected: String) -> CheckpointError {
    .badSetting(path: path, name: place + name, expected: expected)
  }

  /// The text of the first of several settings that is there.
  func text(_ names: String...) throws(CheckpointError) -> String? {
    for name in names {
      guard let value = value(name) else { continue }
      guard case .string(let text) = value else { throw problem(name, "text") }
      return text
    }
    return nil
  }

  /// A truth value.
  func flag(_ name: String) throws(CheckpointError) -> Bool? {
    guard let value = value(name) else { return nil }
    guard case .bool(let flag) = value else { throw problem(name, "true or false") }
    return flag
  }

  /// A whole number in a range.
  func integer(_ name: String, in range: ClosedRange<Int>) throws(CheckpointError) -> Int? {
    guard let value = value(name) else { return nil }
    guard let number = value.integer, range.contains(number) else {
      throw problem(name, "a whole number in \(range.lowerBound)...\(range.upperBound)")
    }
    return number
  }

  /// A number.
  func number(_ name: String) throws(CheckpointError) -> Double? {
    guard let value = value(name) else { return nil }
    guard let number = value.finite else { throw problem(name, "a number") }
    return number
  }

  /// Three numbers, one for each channel.
  func channels(
    _ name: String, in range: ClosedRange<Double>
  ) throws(CheckpointError) -> [Double]? {
    guard let value = value(name) else { return nil }
    guard case .array(let values) = value, values.count == 3 else {
      throw problem(name, "3 numbers")
    }
    let numbers = values.compactMap(\.finite)
    guard numbers.count == 3, numbers.allSatisfy(range.contains) else {
      throw problem(name, "3 numbers in \(range.lowerBound)...\(range.upperBound)")
    }
    return numbers
  }

  /// Settings inside of these.
  func object(_ name: String) throws(CheckpointError) -> Settings? {
    guard let value = value(name) else { return nil }
    guard case .object(let members) = value else { throw problem(name, "an object") }
    return Settings(path: path, place: "\(place)\(name).", members: members)
  }
}

extension StrictJSON {
  /// The value as a whole number; nil when it is none that fits 64 bits.
  var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// The value as a finite number; nil when it is none.
  var finite: Double? {
    guard case .number(let text) = self, let number = Double(text), number.isFinite else {
      return nil
    }
    return number
  }
}
