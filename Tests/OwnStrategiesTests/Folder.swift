import Glibc
import LocalFiles
import OwnStrategies
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// A new folder of its own for a test, with what is written into it.
struct Folder: ~Copyable {
  /// The folder.
  let path: String

  init() throws {
    path = "/tmp/prunescope-own-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try LocalFile.makeFolder(path)
  }

  deinit {
    for name in (try? LocalFile.names(in: path).names) ?? [] { unlink(path + "/" + name) }
    rmdir(path)
  }

  /// The path of something in it.
  subscript(name: String) -> String { path + "/" + name }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try write(Array(text.utf8), to: name)
  }

  /// Writes a file and returns its path.
  func write(_ bytes: [UInt8], to name: String) throws -> String {
    try LocalFile.write(bytes, to: self[name])
    return self[name]
  }

  /// Writes a program of the shell and returns its path.
  func program(_ lines: String, to name: String = "mine.sh") throws -> String {
    let path = try write("#!/bin/sh\n" + lines + "\n", to: name)
    chmod(path, 0o755)
    return path
  }

  /// The lines of a file in it; none while it is not there.
  func lines(of name: String) -> [String] {
    let bytes = (try? LocalFile.read(self[name])) ?? []
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}

/// A strategy as the command line makes it.
func configured(_ text: String) throws(PruningError) -> ConfiguredStrategy {
  try StrategyCatalog.make(text, among: OwnStrategyCatalog.all)
}

/// A field of 30 tokens with everything, named as a sample is.
func namedField(
  _ name: String? = "cat", grid: TokenGrid = TokenGrid(rows: 5, columns: 6), width: Int = 8
) -> PreparedField {
  var field = RandomField.make(seed: 1, grid: grid, width: width, projectedWidth: 12)
  field.name = name
  return PreparedField(field)
}

/// A strategy's selection.
func selection(
  _ text: String, keeping budget: Int, of field: PreparedField = namedField()
) throws(PruningError) -> Selection {
  try configured(text).strategy.plan(for: field).selection(keeping: budget)
}

/// Why a strategy refuses; an empty text, and a failure, when it does not.
func reason(
  _ text: String, keeping budget: Int = 4, of field: PreparedField = namedField(),
  at location: SourceLocation = #_sourceLocation
) -> String {
  do throws(PruningError) {
    let kept = try selection(text, keeping: budget, of: field).kept
    Issue.record("'\(text)' keeps \(kept)", sourceLocation: location)
  } catch {
    // As it is shown: "'indices kept.npy': …", or "'indices': kept.npy: …" where others say it.
    guard case .refused(let strategy, let reason) = error else {
      Issue.record("\(error)", sourceLocation: location)
      return ""
    }
    guard let blank = strategy.firstIndex(of: " ") else { return reason }
    return strategy[strategy.index(after: blank)...] + ": " + reason
  }
  return ""
}
