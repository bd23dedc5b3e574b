import Analysis
import Glibc
import NcursesDriver
import TerminalUI
import TextData

/// What is true of the terminal, and what follows from it.
extension DoctorSection {
  /// The environment, the terminal with its answers, and the screen that would be drawn.
  static func terminal(_ diagnosis: TerminalDiagnosis) -> [DoctorSection] {
    [environment(diagnosis), answers(diagnosis), screen(diagnosis)]
  }

  private static func environment(_ diagnosis: TerminalDiagnosis) -> DoctorSection {
    let entry =
      switch diagnosis.entry {
      case .file(let path): withoutHome(path)
      case .builtIn: "built in, since none is installed"
      case .missing: "none was found"
      }
    return DoctorSection(
      "environment",
      [
        "variables": .object(
          diagnosis.variables.map { .init(key: $0.name, value: .string(withoutHome($0.value))) }),
        "entry": .string(entry), "entryColors": .optional(diagnosis.entryColors),
        "codeset": .string(diagnosis.codeset ?? "the locale is not installed"),
      ])
  }

  private static func answers(_ diagnosis: TerminalDiagnosis) -> DoctorSection {
    guard diagnosis.size != nil else {
      return DoctorSection("terminal", ["found": .string("no terminal controls this program")])
    }
    return DoctorSection(
      "terminal",
      [
        "name": .string(diagnosis.answers.version ?? "it did not tell"),
        "asked": .bool(diagnosis.wasAsked),
        "replies": .array(diagnosis.replies.map(JSONValue.string)),
        "milliseconds": .optional(diagnosis.answerTime),
      ])
  }

  private static func screen(_ diagnosis: TerminalDiagnosis) -> DoctorSection {
    let traits = diagnosis.traits
    let characters =
      switch diagnosis.characters {
      case .unicode: "Unicode, as the locale says"
      case .unicodeByFallback: "Unicode, although the locale is missing"
      case .ascii: "ASCII, as the locale says"
      }
    return DoctorSection(
      "screen",
      [
        "usable": .string(diagnosis.refusal?.description ?? "yes"),
        "size": diagnosis.size.map { .string("\($0.columns)x\($0.rows)") } ?? .null,
        "cellPixels": traits.cellPixels.map { .string("\($0.width)x\($0.height)") } ?? .null,
        "colors": .string(diagnosis.choice.tier.rawValue),
        "rule": .string(diagnosis.choice.rule.rawValue),
        "because": .string(diagnosis.choice.rule.reason),
        "characters": .string(characters),
        "background": .string(traits.background.rawValue),
        "graphics": .string(traits.graphics.form.rawValue),
        "passthrough": .bool(traits.graphics.needsPassthrough),
      ])
  }
}

extension JSONValue {
  /// A whole number, or null for nil.
  fileprivate static func optional(_ value: Int?) -> JSONValue {
    value.map(JSONValue.integer) ?? .null
  }
}
