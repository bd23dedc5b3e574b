import Foundation
import TestSupport

extension Program {
  /// Removes a folder with everything in it.
  static func removeFolder(_ path: String) throws {
    try FileManager.default.removeItem(atPath: path)
  }
}

extension Scratch {
  /// Writes a file.
  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: self[name]))
  }

  /// Copies a file of the repository.
  func copy(_ path: String, to name: String) throws {
    try FileManager.default.copyItem(atPath: Fixture.repository() + "/" + path, toPath: self[name])
  }

  /// The names of everything in it, sorted.
  func names(in folder: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.isEmpty ? path : self[folder])
      .sorted()
  }

  /// The content of a file in it.
  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: self[name])))
  }
}

/// Reads a line of JSON.
func decoded<Value: Decodable>(_ type: Value.Type, from line: String) throws -> Value {
  try JSONDecoder().decode(type, from: Data(line.utf8))
}

/// The keys of the outermost object of a line of JSON, in the order in which they are written.
func keys(of line: String) -> [String] {
  var keys: [String] = []
  var depth = 0
  var text: String?
  var isEscaped = false
  var last = ""
  for character in line {
    if var open = text {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else if character == "\"" {
        last = open
        text = nil
        continue
      }
      open.append(character)
      text = open
    } else {
      switch character {
      case "\"": text = ""
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      case ":": if depth == 1 { keys.append(last) }
      default: break
      }
    }
  }
  return keys
}
