import Foundation
import TestSupport
import Testing

/// The figure and the table of layers, held to the package's own targets.
@Suite struct LayerTests {
  /// A target of `Package.swift` that is no test.
  struct Module: Equatable {
    let name: String
    let layer: Int
    let imports: Set<String>
    let isPure: Bool
  }

  /// The targets under the marks `// MARK: N - …`, by name.
  static let modules: [String: Module] = {
    guard
      let text = try? String(
        contentsOfFile: Fixture.repository() + "/Package.swift", encoding: .utf8)
    else { return [:] }
    var modules: [String: Module] = [:]
    for part in text.split(separator: "// MARK: ").dropFirst() {
      guard let layer = part.first?.wholeNumberValue else { continue }
      for target in part.split(separator: "arget(").dropFirst() {
        guard let name = target.firstMatch(of: /name: "(\w+)"/)?.output.1 else { continue }
        let list = target.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.output.1 ?? ""
        // Products of other packages stand in calls of their own.
        let own = list.split(separator: ".product")[0...].first ?? ""
        modules[String(name)] = Module(
          name: String(name), layer: layer,
          imports: Set(own.matches(of: /"(\w+)"/).map { String($0.output.1) }),
          isPure: target.contains("swiftSettings: pure"))
      }
    }
    return modules
  }()

  @Test func theManifestIsUnderstood() {
    #expect(Self.modules.count == 32)
    #expect(
      Self.modules["TokenPruning"]
        == Module(
          name: "TokenPruning", layer: 2,
          imports: ["TokenFields", "TokenMetrics", "LinearAlgebra"], isPure: true))
    #expect(Self.modules["CPNG"]?.layer == 0 && Self.modules["prunescope"]?.layer == 5)
  }

  @Test(arguments: ["README.md", "Sources/prunescope/Documentation.docc/Architecture.md"])
  func theFigureShowsEveryModuleInItsLayer(path: String) throws {
    var shown: [String: (layer: Int, isPure: Bool)] = [:]
    var layer = 0
    for line in try GeneratedBlocks(path).content(of: "layers") where !line.hasPrefix("```") {
      if let first = line.first?.wholeNumberValue { layer = first }
      let body = line.dropFirst(3)
      guard body.first?.isLetter == true else { continue }
      // The lowest layer lists its modules side by side; the others have one a line.
      let names =
        layer == 0 ? body.split(separator: " ") : body.split(separator: " ").prefix(1).map { $0 }
      for name in names {
        shown[String(name.filter { $0 != "*" })] = (layer, name.hasSuffix("*"))
      }
    }
    #expect(Set(shown.keys) == Set(Self.modules.keys))
    for (name, place) in shown {
      #expect(place.layer == Self.modules[name]?.layer, "\(path): \(name)")
      #expect(place.isPure == Self.modules[name]?.isPure, "\(path): \(name) is pure or not")
    }
  }

  @Test func theTableListsWhatEachModuleImports() throws {
    let path = "Sources/prunescope/Documentation.docc/Architecture.md"
    var listed: [String: Set<String>] = [:]
    for line in try GeneratedBlocks(path).content(of: "imports") {
      let cells = line.split(separator: "|").map { $0.split(separator: " ").joined(separator: " ") }
      guard cells.count == 3, cells[0].hasPrefix("`") else { continue }
      let names = cells[2].matches(of: /`(\w+)`/).map { String($0.output.1) }
      listed[String(cells[0].filter { $0 != "`" })] = Set(names)
    }
    for (name, module) in Self.modules where module.layer > 0 && name != "prunescope" {
      #expect(listed[name] == module.imports, "\(path): \(name)")
    }
  }

  @Test func importsPointDownwardsOrAreTheNamedExceptions() {
    // Inside a layer, what builds on what is part of the design and is told in Architecture.
    let sideways: Set<String> = [
      "TokenMetrics → TokenFields", "TokenPruning → TokenFields", "TokenPruning → TokenMetrics",
      "Scenes → Figures", "Analysis → TerminalUI", "Plots → Analysis", "Plots → Figures",
      "Plots → TerminalUI", "Explorer → SampleSets", "OwnStrategies → SampleSets",
      "SampleSets → Checkpoints", "Captions → DataTables", "Studies → Surveys",
      "SurveyRuns → SampleSets",
      "SurveyRuns → Surveys",
    ]
    for module in Self.modules.values {
      for name in module.imports {
        let other = Self.modules[name]?.layer ?? 9
        #expect(
          other < module.layer
            || other == module.layer && sideways.contains("\(module.name) → \(name)"),
          "\(module.name) imports \(name)")
      }
    }
  }
}
