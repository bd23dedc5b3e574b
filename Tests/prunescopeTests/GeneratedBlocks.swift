import Foundation
import TestSupport
import Testing

/// The parts of a Markdown file that the program makes: what lies between `<!-- begin NAME -->` and
/// `<!-- end -->`.
struct GeneratedBlocks {
  /// The file, from the repository's folder.
  let path: String
  private let lines: [String]

  /// Reads a file.
  init(_ path: String) throws {
    self.path = path
    let text = try String(
      contentsOfFile: Fixture.repository() + "/" + path, encoding: .utf8)
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The whole file.
  var text: String { lines.joined(separator: "\n") }

  /// A part: its name and the lines between its markers.
  struct Block {
    let name: String
    let lines: Range<Int>
  }

  /// The parts in their order; a marker without its other half fails the test.
  func blocks() throws -> [Block] {
    var blocks: [Block] = []
    var open: (name: String, start: Int)?
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("<!-- begin "), line.hasSuffix(" -->") {
        try #require(open == nil, "\(path):\(index + 1): the part before has no end")
        open = (String(line.dropFirst("<!-- begin ".count).dropLast(" -->".count)), index + 1)
      } else if line == "<!-- end -->" {
        let begin = try #require(open, "\(path):\(index + 1): an end without a beginning")
        blocks.append(Block(name: begin.name, lines: begin.start..<index))
        open = nil
      }
    }
    try #require(open == nil, "\(path): the last part has no end")
    return blocks
  }

  /// The lines of a part.
  func content(of name: String) throws -> [String] {
    let block = try #require(try blocks().first { $0.name == name }, "\(path) has no '\(name)'")
    return Array(lines[block.lines])
  }

  /// Holds every part to what it should be; with `RECORD` set, writes what it should be and fails.
  ///
  /// - Parameter expected: The lines of a part by its name; nil for a part that another test holds.
  /// - Throws: When the file has no such parts, or an expectation cannot be computed.
  func check(_ expected: (String) throws -> [String]?) throws {
    var recorded = lines
    for block in try blocks().reversed() {
      guard let wanted = try expected(block.name) else { continue }
      if Array(lines[block.lines]) == wanted { continue }
      recorded.replaceSubrange(block.lines, with: wanted)
      let place = zip(lines[block.lines], wanted).enumerated().first { $1.0 != $1.1 }
      Issue.record(
        """
        \(path): '\(block.name)' is not what the program makes
        it has:    \(place.map { $1.0 } ?? "\(block.lines.count) lines")
        should be: \(place.map { $1.1 } ?? "\(wanted.count) lines")
        'RECORD=1 swift test -c release --filter ReadmeTests' writes it
        """)
    }
    if ProcessInfo.processInfo.environment["RECORD"] != nil, recorded != lines {
      try recorded.joined(separator: "\n").write(
        toFile: Fixture.repository() + "/" + path, atomically: true, encoding: .utf8)
    }
  }
}

/// A table in Markdown.
func markdownTable(_ header: [String], _ rows: [[String]]) -> [String] {
  func line(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
  return [line(header), "|" + String(repeating: "---|", count: header.count)] + rows.map(line)
}
