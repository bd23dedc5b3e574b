import Encoders
import Explorer
import Foundation
import ImageFiles
import Imaging
import Plots
import Scenes
import TestSupport
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

/// What README says, held to what the program does.
@Suite struct ReadmeTests {
  @Test func tablesAndScreensAreWhatTheProgramMakes() throws {
    try GeneratedBlocks("README.md").check { name in
      switch name {
      case "strategies": Self.strategies
      case "metrics": Self.metrics
      case "keys": Self.keys
      case "plots": Self.plots
      case "layers": nil
      default: try Self.run(name)
      }
    }
  }

  @Test func samplesAreDescribedByTheirOwnNumbers() throws {
    try GeneratedBlocks("Samples/README.md").check { name in
      #expect(name == "samples")
      return markdownTable(
        ["sample", "what it shows", "counted as", "erank", "entropy"],
        SampleTests.measures.map { scene, erank, entropy in
          [
            "`\(scene.name)`", scene.summary, scene.complexity.rawValue, Self.fixed(erank, 1),
            Self.fixed(entropy, 2),
          ]
        })
    }
    let text = try GeneratedBlocks("Samples/README.md").text
    let averages = HandcraftedCalibration.averages
    #expect(
      text.contains(
        "\(Self.fixed(averages.erank, 1)) and \(Self.fixed(averages.entropy, 2)) nats"))
  }

  @Test func theStripIsWhatExportWrites() throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/street.png --strategy agilepruner,divprune,vispruner --keep 64 --kind strip "
        + "--output \(scratch.path)")
    let made = try ImageFile.load(run.line(0)).image
    let path = Fixture.repository() + "/.github/strip.png"
    if ProcessInfo.processInfo.environment["RECORD"] != nil,
      (try? ImageFile.load(path).image) != made
    {
      try scratch.bytes("street.64.strip.png").withUnsafeBytes { Data($0) }
        .write(to: URL(fileURLWithPath: path))
      Issue.record("recorded .github/strip.png")
    }
    #expect(try ImageFile.load(path).image == made)
  }

  @Test func thePlotIsWhatExportWrites() throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/street.png --strategy agilepruner,fastervlm,divprune,vispruner,tome,random "
        + "--keep 64 --kind curves --output \(scratch.path)")
    let made = try ImageFile.load(run.line(0)).image
    let path = Fixture.repository() + "/.github/erank-curves.png"
    if ProcessInfo.processInfo.environment["RECORD"] != nil,
      (try? ImageFile.load(path).image) != made
    {
      try scratch.bytes("street.64.erank-curves.png").withUnsafeBytes { Data($0) }
        .write(to: URL(fileURLWithPath: path))
      Issue.record("recorded .github/erank-curves.png")
    }
    let stored = try ImageFile.load(path).image
    try #require(stored.width == made.width && stored.height == made.height)
    // The last digits of an effective rank are the processor's, and move a smooth edge by a shade.
    let different = zip(stored.samples, made.samples).count { abs(Int($0) - Int($1)) > 64 }
    #expect(different < stored.samples.count / 1000)
  }

  @Test func bothCommandsAreOneLineAndInstallTheSame() throws {
    let lines = try GeneratedBlocks("README.md").text.split(separator: "\n")
    let commands = lines.filter { $0.hasPrefix("sudo=") }
    try #require(commands.count == 2)
    #expect(commands[0].hasSuffix(" && swift run -c release prunescope Samples"))
    let parts = commands.map { $0.split(separator: " && ") }
    #expect(parts[0].dropLast() == parts[1].dropLast())
    #expect(parts[1].last?.hasPrefix("swift test") == true)
    for command in commands { #expect(command.contains("$(cat .ci/packages)")) }
  }

  @Test func everyPathThatIsNamedExists() throws {
    for path in [
      "README.md", "Samples/README.md", ".github/CONTRIBUTING.md",
      "Sources/TokenPruning/Documentation.docc/AddingAStrategy.md",
      "Sources/prunescope/Documentation.docc/Architecture.md",
    ] {
      let text = try GeneratedBlocks(path).text
      let named = text.matches(of: /`((?:Sources|Tests|Samples|\.ci|\.github)\/[A-Za-z0-9_.\/-]+)`/)
      for match in named {
        let place = Fixture.repository() + "/" + match.output.1
        #expect(
          FileManager.default.fileExists(atPath: place), "\(path) names \(match.output.1)")
      }
    }
  }

  @Test func everyCommandThatIsNamedExists() throws {
    let text = try GeneratedBlocks("README.md").text
    let help = try Program("--help").output
    for match in text.matches(of: #/\n\| `prunescope ([a-z]+) /#) {
      #expect(help.contains("\n  \(match.output.1) "), "no command \(match.output.1)")
    }
    for match in text.matches(of: #/\n\| `prunescope ([a-z]+) [^`]*` \| ([^\n]*) \|/#) {
      let options = try Program("\(match.output.1) --help").output
      for option in match.output.0.matches(of: /--[a-z-]+/) {
        #expect(options.contains(option.output), "\(match.output.1) has no \(option.output)")
      }
    }
  }

  // MARK: What the parts should be

  /// A command with its output.
  private static func run(_ name: String) throws -> [String]? {
    guard name.hasPrefix("run ") else { return nil }
    let arguments = String(name.dropFirst(4))
    let run = try Program(arguments)
    #expect(run.code == 0 && run.messages.isEmpty, "\(arguments): \(run.messages)")
    return ["```text", "$ prunescope \(arguments)"] + run.lines.map(\.withoutTrailingBlanks)
      + ["```"]
  }

  private static var strategies: [String] {
    markdownTable(
      ["strategy", "family", "what it does", "reads", "source"],
      StrategyCatalog.all.map { type in
        [
          "`\(type.name)`", type.family.rawValue, type.summary,
          type.init(ParameterValues()).evidence.isEmpty
            ? "the grid"
            : type.init(ParameterValues()).evidence.map(\.rawValue).joined(separator: ", "),
          type.source.replacing(/arXiv (\d+\.\d+)/) {
            "[arXiv \($0.output.1)](https://arxiv.org/abs/\($0.output.1))"
          },
        ]
      })
  }

  private static var metrics: [String] {
    markdownTable(
      ["in JSON", "in tables", "what it says"],
      MetricCatalog.all.map { ["`\($0.name)`", $0.heading, $0.summary] })
  }

  private static var plots: [String] {
    markdownTable(
      ["file", "what it shows"], PlotCatalog.all.map { ["`\($0.name)`", $0.summary] })
  }

  /// The bindings in their order, the nine digits as one row.
  private static var keys: [String] {
    var rows: [[String]] = []
    for binding in KeyTable.bindings {
      var keys = binding.keys.map { key in
        let shown = key.replacing("<lt>", with: "<")
        return shown == "`" ? "`` ` ``" : "`\(shown)`"
      }
      var help = binding.help
      var name = "`\(binding.action.name)`"
      if case .toggleCompared(let number) = binding.action {
        guard number == 1 else { continue }
        keys = ["`1` … `9`"]
        name = "`compare-1` … `compare-9`"
        help = "strategy of that number in or out of the comparison"
      }
      rows.append([binding.section.rawValue, keys.joined(separator: " "), help, name])
    }
    for index in rows.indices.reversed().dropLast() where rows[index][0] == rows[index - 1][0] {
      rows[index][0] = ""
    }
    return markdownTable(["", "keys", "what they do", "name"], rows)
  }

  private static func fixed(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}

extension String {
  /// The line as editors keep it.
  fileprivate var withoutTrailingBlanks: String {
    String(reversed().drop { $0 == " " }.reversed())
  }
}
