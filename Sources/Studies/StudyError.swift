internal import TerminalUI

/// Why a study cannot be planned.
public enum StudyError: Error, Sendable, Equatable {
  /// No study has the name.
  case unknownStudy(name: String)
  /// An option that the study does not have.
  case unknownOption(study: String, option: String, studies: [String])
  /// An option whose value is out of range.
  case badValue(study: String, option: String, value: String, expected: String)
}

extension StudyError: CustomStringConvertible {
  /// The message: what is wrong, with numbers, and what would be right.
  public var description: String {
    switch self {
    case .unknownStudy(let name):
      "'\(Self.printable(name))': no such study; studies are "
        + StudyCatalog.all.map { $0.name }.joined(separator: ", ")
    case .unknownOption(let study, let option, let studies):
      "study \(study): takes no \(option); "
        + (studies.count == 1
          ? "\(studies[0]) does" : "\(studies.joined(separator: ", ")) do")
    case .badValue(let study, let option, let value, let expected):
      "study \(study): \(option) '\(Self.printable(value))': must be \(expected)"
    }
  }

  private static func printable(_ text: String) -> String {
    String(text.map(DisplayWidth.printable))
  }
}
