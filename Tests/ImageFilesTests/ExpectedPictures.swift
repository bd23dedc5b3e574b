import Imaging
import LocalFiles
import TestSupport
import Testing

/// A line of `expected.tsv`: a fixture and the picture that it must decode to; with transparency
/// there is a second one, where alpha is dropped.
struct ExpectedPicture: Sendable, CustomTestStringConvertible {
  let name: String
  let background: RGB?
  let image: Image

  var path: String { Fixture.path("images/\(name)") }
  var testDescription: String { background == nil ? name + ", alpha dropped" : name }

  /// All lines of the table; a line that cannot be read traps, because the table is ours.
  static let all: [ExpectedPicture] = {
    guard let bytes = try? LocalFile.read(Fixture.path("images/expected.tsv")) else {
      preconditionFailure("Tests/Fixtures/images/expected.tsv is missing")
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(Self.init(line:))
  }()

  private init(line: Substring) {
    let fields = line.split(separator: "\t")
    precondition(fields.count == 5, "a line of expected.tsv has \(fields.count) fields, not 5")
    guard let width = Int(fields[2]), let height = Int(fields[3]) else {
      preconditionFailure("'\(fields[2])' × '\(fields[3])' in expected.tsv are not integers")
    }
    let background = fields[1] == "drop" ? nil : hexadecimal(fields[1])
    name = String(fields[0])
    self.background = background.map { RGB($0[0], $0[1], $0[2]) }
    image = Image(width: width, height: height, samples: hexadecimal(fields[4]))
  }
}

/// The content of a fixture of this module.
func fixture(_ name: String) throws -> [UInt8] {
  try LocalFile.read(Fixture.path("images/\(name)"))
}

/// The bytes that pairs of hexadecimal digits stand for.
private func hexadecimal(_ text: Substring) -> [UInt8] {
  let digits = text.utf8.map { $0 > 0x60 ? $0 - 0x57 : $0 - 0x30 }
  return stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
}
