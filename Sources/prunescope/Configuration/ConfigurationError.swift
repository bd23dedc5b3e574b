import Explorer
import LocalFiles

/// The reasons a configuration is refused.
enum ConfigurationError: Error, Equatable, CustomStringConvertible {
  /// The file itself.
  case file(FileError)
  /// A line of it.
  case line(path: String, line: Int, Problem)

  /// What is wrong with a line.
  enum Problem: Error, Equatable, CustomStringConvertible {
    case notUTF8
    case controlCharacter(UInt8)
    case noAssignment(String)
    case badSection(String)
    case noSection(String)
    case unknownSection(String)
    case repeatedSection(String, line: Int)
    case unknownName(String, section: String, known: [String])
    case repeatedName(String, line: Int)
    case badValue(String)
    case unexpected(name: String, expected: String)
    case keys(KeyTableError)
    case alike(String, String)

    var description: String {
      switch self {
      case .notUTF8: "not UTF-8 text"
      case .controlCharacter(let byte):
        "a control character (byte \(byte)); only tabs may be among the text"
      case .noAssignment(let text): "'\(text)' is no setting; write NAME = VALUE or [SECTION]"
      case .badSection(let text): "'\(text)' is no section; write [defaults], [keys] or [colors]"
      case .noSection(let name):
        "'\(name)' is in no section; write [defaults], [keys] or [colors] above it"
      case .unknownSection(let name):
        "no section is named '\(name)'; there is [defaults], [keys] and [colors]"
      case .repeatedSection(let name, let line): "[\(name)] is in line \(line) already"
      case .unknownName(let name, let section, let known):
        "[\(section)] has no '\(name)'; there is \(known.joined(separator: ", "))"
      case .repeatedName(let name, let line): "'\(name)' is set in line \(line) already"
      case .badValue(let text):
        "'\(text)' is no value; write \"text\", 64, true, false or [\"one\", \"two\"]"
      case .unexpected(let name, let expected): "'\(name)' takes \(expected)"
      case .keys(let error): error.description
      case .alike(let one, let other):
        "'\(one)' and '\(other)' are colours that look alike; take two that differ more"
      }
    }
  }

  var description: String {
    switch self {
    case .file(let error): error.description
    case .line(let path, let line, let problem): "\(path):\(line): \(problem)"
    }
  }
}
