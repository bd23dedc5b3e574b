import Glibc

/// The reasons a file or folder can be refused before anybody looks at its content.
public enum FileError: Error, Sendable, Equatable {
  /// Nothing lies at the path.
  case notFound(path: String)
  /// Something lies at the path already, and must not be replaced.
  case exists(path: String)
  /// The path names something else than what was asked for, such as a folder or a device.
  case wrongKind(path: String, expected: String)
  /// The file is larger than what a reader of its kind accepts.
  case tooLarge(path: String, bytes: Int, limit: Int)
  /// The file became shorter while it was read.
  case shrank(path: String, expected: Int, read: Int)
  /// Another process works with the file.
  case inUse(path: String)
  /// A line of a text file is longer than what is read of one; lines count from 1.
  case longLine(path: String, line: Int, limit: Int)
  /// The operating system refused, with its error number.
  case refused(path: String, action: String, code: Int32)

  /// The path that the error is about.
  public var path: String {
    switch self {
    case .notFound(let path), .exists(let path), .wrongKind(let path, _), .tooLarge(let path, _, _),
      .shrank(let path, _, _), .inUse(let path), .longLine(let path, _, _),
      .refused(let path, _, _):
      path
    }
  }
}

extension FileError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    switch self {
    case .notFound(let path):
      "\(path): no such file or folder"
    case .exists(let path):
      "\(path): there is a file of this name already; it is not replaced"
    case .wrongKind(let path, let expected):
      "\(path): not \(expected)"
    case .tooLarge(let path, let bytes, let limit):
      "\(path): \(bytes) bytes is more than the \(limit) that are read of such a file"
    case .shrank(let path, let expected, let read):
      "\(path): ended after \(read) of \(expected) bytes; it changed while it was read"
    case .inUse(let path):
      "\(path): another process works with this file; wait until it has ended"
    case .longLine(let path, let line, let limit):
      "\(path): line \(line) is longer than the \(limit) bytes that are read of one"
    case .refused(let path, let action, let code):
      "\(path): cannot \(action): \(systemMessage(code))"
    }
  }
}

/// The operating system's sentence for an error number.
private func systemMessage(_ code: Int32) -> String {
  guard let text = strerror(code) else { return "error \(code)" }
  return String(cString: text).lowercased()
}
