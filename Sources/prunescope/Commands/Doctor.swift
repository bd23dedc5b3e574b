import Analysis
import ArgumentParser
import Glibc
import NcursesDriver
import TerminalUI
import TextData

/// `prunescope doctor`: what a report of a mistake needs.
struct Doctor: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what the program found out about the terminal and the system.",
    discussion: """
      Everything that a report of a mistake needs and nothing private: no names of users or \
      hosts, no addresses. The terminal is asked what it can do; without one the rest is \
      printed.

      With --weights it says instead what a checkpoint is, and with --reference compares what \
      it makes of an image with the arrays that another program dumped for the same image: the \
      largest differences, cosines, shared patches of most attention, and what was probably \
      done otherwise (another layer, crop or padding, activation, order of colours). The exit \
      code is 1 when the dump differs.

      Examples:
        prunescope doctor
        prunescope doctor --weights llava-1.5-7b/ --reference dump.npz --image photo.jpg
        prunescope doctor --json > report.json
      """)

  @Option(
    name: .customLong("color"),
    help: "Colours to ask for: 24bit, 256, 16 or mono; as for the explorer.")
  var tier: ColorTier?
  @Flag(help: "Print one JSON object.")
  var json = false
  @OptionGroup(title: "A checkpoint") var weights: WeightsOptions

  func run() throws {
    let asked = try weights.sections()
    let sections =
      asked?.all
      ?? [
        DoctorSection.program, .system, .libraries, .folders,
      ] + DoctorSection.terminal(TerminalDiagnosis(flag: tier))
    if json {
      try Console.print(
        JSONValue.object(
          sections.map { section in
            JSONValue.Member(
              key: section.key,
              value: .object(
                section.members ?? section.lines.map { .init(key: $0.key, value: $0.value) }))
          }
        ).text)
    } else {
      try Console.print(sections.map(\.text).joined(separator: "\n\n"))
    }
    if asked?.differ == true { throw Exit.differs }
  }
}

/// A part of what the doctor prints.
struct DoctorSection {
  /// Its key in JSON, and its heading.
  let key: String
  /// What it says, in order.
  let lines: [(key: String, value: JSONValue)]
  /// What it says in JSON; nil for the same.
  var members: [JSONValue.Member]?

  init(_ key: String, _ lines: KeyValuePairs<String, JSONValue?>) {
    self.key = key
    self.lines = lines.compactMap { line in line.value.map { (line.key, $0) } }
  }

  /// A section of lines that are known as pairs.
  init(
    _ key: String, lines: [(key: String, value: JSONValue)], members: [JSONValue.Member]? = nil
  ) {
    self.key = key
    self.lines = lines
    self.members = members
  }

  /// A heading, then a line for each fact.
  var text: String {
    let width = (lines.map(\.key.count).max() ?? 0) + 2
    return lines.reduce(into: key) { text, line in
      for (index, value) in Self.words(line.value).enumerated() {
        text += "\n  " + NumberText.left(index == 0 ? line.key : "", width) + value.printable
      }
    }
  }

  /// A value as a person reads it: one line, or as many as a list has.
  private static func words(_ value: JSONValue) -> [String] {
    switch value {
    case .null: ["not known"]
    case .bool(let isTrue): [isTrue ? "yes" : "no"]
    case .string(let text): [text]
    case .array(let values): values.isEmpty ? ["none"] : values.flatMap(words)
    case .object(let members): members.map { $0.key + " " + words($0.value).joined(separator: " ") }
    case .integer, .number: [value.text]
    }
  }
}
