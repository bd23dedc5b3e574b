/// Where a file of captions, objects or synonyms is wrong, and why.
public struct CaptionProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong, and what would be right.
  public let reason: String
  /// The line, from 1; nil where the file is one long line.
  public let line: Int?

  /// Creates a problem.
  public init(_ reason: String, line: Int? = nil) {
    self.reason = reason
    self.line = line
  }

  /// A message of one line; the file's name is for the caller to put before it.
  public var description: String { (line.map { "line \($0): " } ?? "") + reason }
}
