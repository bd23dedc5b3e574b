internal import Encoders
internal import LinearAlgebra
import Analysis
import ArgumentParser
import SampleSets
import TerminalUI
import TokenFields
import TextData

/// `prunescope inspect`: what is in a sample.
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what is in samples: arrays, shapes, grid, encoder, erank, entropy.",
    discussion: """
      Examples:
        prunescope inspect dump.npz
        prunescope inspect Samples --json
      """)

  @OptionGroup var input: InputOptions
  @Flag(help: "Print a JSON object a line, with full precision.")
  var json = false

  func run() throws {
    var tally = Tally()
    try input.forEachSample(&tally) { sample, tally in
      tally.use()
      try Console.print(json ? report(sample).text : text(sample))
    }
    try tally.finish()
  }

  private func report(_ sample: LoadedSample) -> JSONValue {
    let field = sample.field
    let verdict = Verdict(field)
    return .object([
      "sample": .string(sample.reference.name),
      "source": .string(sample.source),
      "tokens": .integer(field.count),
      "grid": field.field.grid.json,
      "arrays": .array(arrays(of: sample).map(\.json)),
      "encoder": field.field.encoder.map(JSONValue.string) ?? .null,
      "preprocess": sample.picture.map { .string($0.prepared.mode.rawValue) },
      "erank": .optional(field.erank()) ?? .null,
      "erankUncentred": .optional(field.erank(centred: false)) ?? .null,
      "erankArray": field.erankSpace.map { .string($0.rawValue) },
      "entropy": .optional(field.entropy) ?? .null,
      "headEntropy": field.field.attention.map { _ in
        .array(AttentionHead.all(of: field.field).map { .number($0.entropy) })
      },
      "verdict": verdict.map { .string($0.word) },
      "averages": .object([
        "erank": .number(field.field.averages.erank),
        "entropy": .number(field.field.averages.entropy),
        "source": .string(field.field.averages.source),
      ]),
      "tiles": tiles(of: field),
      "droppedClassToken": .bool(sample.droppedClassToken),
      "notes": .array(sample.notes.map(JSONValue.string)),
    ])
  }

  /// The erank, entropy and verdict of every tile, where there are several.
  private func tiles(of field: PreparedField) -> JSONValue? {
    guard field.field.grid.tiles > 1 else { return nil }
    return .array(
      field.tiles.map { tile in
        .object([
          "erank": .optional(tile.erank()) ?? .null, "entropy": .optional(tile.entropy) ?? .null,
          "verdict": Verdict(tile).map { .string($0.word) } ?? .null,
        ])
      })
  }

  private func text(_ sample: LoadedSample) -> String {
    let field = sample.field
    var lines = [
      "\(sample.reference.name)  (\(sample.source))",
      "  tokens   \(field.field.grid) = \(field.count), \(sample.encoderName)"
        + (sample.picture.map { ", \($0.prepared.mode.rawValue)" } ?? ""),
    ]
    lines += arrays(of: sample).map { "  array    \($0.text)" }
    if let verdict = Verdict(field), let erank = field.erank() {
      lines.append(
        "  erank    \(NumberText.fixed(erank, 2)) centred, "
          + "\(NumberText.fixed(field.erank(centred: false) ?? 0, 2)) uncentred; "
          + "\(verdict.word)\(field.tiles.count > 1 ? " by tile 0" : "") against \(NumberText.short(verdict.average)) (\(verdict.source))"
      )
    }
    if let entropy = field.entropy {
      lines.append(
        "  entropy  \(NumberText.fixed(entropy, 3)) nats, average "
          + NumberText.fixed(field.field.averages.entropy, 2))
    }
    if let heads = headEntropy(of: field) { lines.append("  heads    \(heads)") }
    for (index, tile) in field.tiles.enumerated() where field.field.grid.tiles > 1 {
      lines.append(
        "  tile \(index)   erank \(NumberText.fixed(tile.erank() ?? 0, 2))  entropy "
          + NumberText.fixed(tile.entropy ?? 0, 3) + (Verdict(tile).map { "  \($0.word)" } ?? ""))
    }
    lines += sample.notes.map { "  note     \($0)" }
    return lines.map(\.printable).joined(separator: "\n")
  }

  /// The smallest, the largest and the mean entropy of the heads, where there are several.
  private func headEntropy(of field: PreparedField) -> String? {
    let entropies = AttentionHead.all(of: field.field).map(\.entropy)
    guard entropies.count > 1, let least = entropies.min(), let most = entropies.max() else {
      return nil
    }
    let mean = entropies.reduce(0, +) / Double(entropies.count)
    return "\(entropies.count), entropy \(NumberText.fixed(least, 3)) to "
      + "\(NumberText.fixed(most, 3)) nats, mean \(NumberText.fixed(mean, 3))"
  }

  /// An array of the sample, of a dump or of an encoder.
  private struct ArrayLine {
    let name: String
    let alias: String?
    let shape: [Int]
    let type: String

    var json: JSONValue {
      .object([
        "name": .string(name), "alias": alias.map(JSONValue.string) ?? .null,
        "shape": .integers(shape),
        "type": .string(type),
      ])
    }

    var text: String {
      let stored = alias.map { " (stored as \($0))" } ?? ""
      return "\(name)\(stored)  \(shape.map(String.init).joined(separator: "×"))  \(type)"
    }
  }

  private func arrays(of sample: LoadedSample) -> [ArrayLine] {
    if !sample.arrays.isEmpty {
      return sample.arrays.map { array in
        ArrayLine(
          name: array.name, alias: array.alias == array.name ? nil : array.alias,
          shape: array.shape, type: array.type)
      }
    }
    let field = sample.field.field
    func line(_ name: String, _ shape: [Int]?) -> ArrayLine? {
      shape.map { ArrayLine(name: name, alias: nil, shape: $0, type: "float64") }
    }
    return [
      line("features", field.features.map { [$0.rows, $0.columns] }),
      line("projected", field.projected.map { [$0.rows, $0.columns] }),
      line("attention", field.attention.map { [$0.rows, $0.columns] }),
      line(
        "keys", field.keys.flatMap { keys in keys.first.map { [keys.count, $0.rows, $0.columns] } }),
    ].compactMap { $0 }
  }
}
