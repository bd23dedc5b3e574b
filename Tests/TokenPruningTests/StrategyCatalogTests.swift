import Foundation
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// The catalog against the folders it must not drift from, and what its members say of themselves.
@Suite struct StrategyCatalogTests {
  private static let typeNames = StrategyCatalog.all.map { String(describing: $0) }.sorted()

  private func stems(in folder: String, ending: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(Fixture.repository())/\(folder)")
      .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
  }

  @Test func everyStrategyFileIsInTheCatalog() throws {
    #expect(try stems(in: "Sources/TokenPruning/Strategies", ending: ".swift") == Self.typeNames)
  }

  @Test func everyStrategyHasTestsOfItsOwn() throws {
    #expect(
      try stems(in: "Tests/TokenPruningTests/Strategies", ending: "Tests.swift") == Self.typeNames)
  }

  @Test func namesAreKebabCaseAndDiffer() {
    let names = StrategyCatalog.all.map { $0.name }
    #expect(Set(names).count == names.count)
    for name in names + StrategyCatalog.all.flatMap({ $0.parameters.map(\.name) }) {
      #expect(name.first?.isLowercase == true && name.last != "-", "\(name)")
      #expect(name.allSatisfy { $0 == "-" || ("a"..."z").contains($0) }, "\(name)")
    }
    for type in StrategyCatalog.all {
      #expect(Set(type.parameters.map(\.name)).count == type.parameters.count, "\(type.name)")
    }
  }

  @Test func summariesAndSourcesAreThereWithoutAFinalPeriod() {
    for type in StrategyCatalog.all {
      for text in [type.summary, type.source] + type.parameters.map(\.summary) {
        #expect(!text.isEmpty && text.last != "." && !text.contains("\n"), "\(type.name): \(text)")
      }
    }
  }

  @Test func whoReadsFeaturesNamesTheSpace() {
    for type in StrategyCatalog.all {
      let evidence = type.init(ParameterValues()).evidence
      let reads = evidence.contains(.features) || evidence.contains(.projected)
      #expect((type.featureSpace != nil) == reads, "\(type.name)")
      switch type.featureSpace {
      case .features: #expect(evidence.contains(.features), "\(type.name)")
      case .projected: #expect(evidence.contains(.projected), "\(type.name)")
      case nil: break
      }
    }
  }

  @Test func familiesAreThoseOfTheFirstSeven() {
    let families = Set(StrategyCatalog.all.map { "\($0.name) \($0.family.rawValue)" })
    #expect(
      families.isSuperset(of: [
        "agilepruner adaptive", "fastervlm attention", "divprune diversity",
        "fpspruner diversity", "vispruner hybrid", "uniform-grid baseline", "random baseline",
      ]))
  }
}
