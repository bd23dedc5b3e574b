internal import TokenFields
import Analysis
import ArgumentParser
import TerminalUI
import TokenPruning
import TextData

/// `prunescope strategies`: what there is to choose from.
struct Strategies: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print every strategy with its family, what it reads, its parameters and its source.",
    discussion: """
      Two strategies take their decisions from you. 'indices' keeps the tokens that a file lists: \
      .npy, .json ([3, 17] or {"64": [3, 17]}) or .txt. 'program' runs a program of yours for each \
      sample and budget, without a shell: it reads an .npz archive of the sample's arrays and the \
      budget, 'keep', from standard input, and writes at most that many indices to standard output. \
      Samples/own_strategy.py is one.

      Examples:
        prunescope strategies
        prunescope strategies --json
        prunescope Samples --strategy all,indices:path=kept.npy
        prunescope Samples --strategy program:run=Samples/own_strategy.py:seconds=5
      """)

  @Flag(help: "Print a JSON object a line.")
  var json = false

  func run() throws {
    for type in SelectionOptions.types {
      try Console.print(json ? Self.report(type).text : Self.text(type))
    }
  }

  private static func report(_ type: any PruningStrategy.Type) -> JSONValue {
    let standard = type.init(ParameterValues())
    let ownBudget: JSONValue =
      switch OwnBudget(of: type) {
      case .never: .bool(false)
      case .always: .bool(true)
      case .with(let settings): .array(settings.map(JSONValue.string))
      }
    return .object([
      "name": .string(type.name),
      "family": .string(type.family.rawValue),
      "summary": .string(type.summary),
      "evidence": .array(standard.evidence.map { .string($0.rawValue) }),
      "promises": .array(standard.promises.words.map(JSONValue.string)),
      "ownBudget": ownBudget,
      "parameters": .array(
        type.parameters.map { parameter in
          .object([
            "name": .string(parameter.name), "default": parameter.defaultValue?.json ?? .null,
            "required": parameter.isRequired ? .bool(true) : nil,
            "takes": .string(parameter.expectation), "summary": .string(parameter.summary),
          ])
        }),
      "source": .string(type.source),
    ])
  }

  private static func text(_ type: any PruningStrategy.Type) -> String {
    let standard = type.init(ParameterValues())
    let evidence = standard.evidence.map(\.rawValue)
    let reads =
      type.family == .own
      ? "what it is given" : evidence.isEmpty ? "the grid" : evidence.joined(separator: ", ")
    var lines = [
      NumberText.left(type.name, 14) + NumberText.left(type.family.rawValue, 11) + type.summary,
      "  reads " + reads + "; " + type.source,
      "  promises " + standard.promises.words.joined(separator: ", "),
    ]
    switch OwnBudget(of: type) {
    case .never: break
    case .always: lines.append("  decides how many to keep where --keep is left out")
    case .with(let settings):
      lines.append(
        "  decides how many to keep with \(settings.joined(separator: " or ")), where --keep is "
          + "left out")
    }
    for parameter in type.parameters {
      let value = parameter.defaultValue.map { "=\($0)" } ?? (parameter.isRequired ? "=…" : "")
      lines.append(
        "  " + NumberText.left(parameter.name + value, 26) + parameter.expectation + "; "
          + parameter.summary)
    }
    return lines.joined(separator: "\n")
  }
}
