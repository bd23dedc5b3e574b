import Foundation
import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenMetrics

/// What every metric in the catalog promises, whatever it is.
@Suite struct MetricLaws {
  /// Where each metric's values lie for k kept tokens of width d.
  private static func range(_ name: String, kept: Int, width: Int) -> ClosedRange<Double>? {
    switch name {
    case "erank": 0...Double(min(kept, width))
    case "attentionMass", "paddingShare": 0...1
    case "coverage": -1...1
    case "minDistance": 0...2
    default: nil
    }
  }

  /// Random fields and degenerate ones, all with padding.
  private static let fields: [(name: String, field: TokenField)] =
    (0..<8).map { index in
      let field = RandomField.make(
        seed: 500 + UInt64(index), width: [2, 8, 50][index % 3],
        projectedWidth: index % 2 == 0 ? 6 : nil)
      return ("random field \(index)", padded(field))
    } + DegenerateField.all.map { ($0.name, padded($0.field)) }

  private static func padded(_ field: TokenField) -> TokenField {
    var field = field
    field.paddingFraction = (0..<field.count).map { Double($0 * 7 % 10) / 9 }
    return field
  }

  /// Kept sets of a few sizes, ascending.
  private static func keptSets(of count: Int) -> [[Int]] {
    let order = RandomField.permutation(seed: UInt64(count), count: count)
    return Set([1, 2, 3, count / 2, count - 1, count]).sorted().filter { (1...count).contains($0) }
      .map { order.prefix($0).sorted() }
  }

  @Test(arguments: MetricCatalog.all.map { $0.name })
  func valuesLieInTheirRange(name: String) throws {
    let metric = try metric(name)
    for (title, field) in Self.fields {
      let prepared = PreparedField(field)
      let width = try #require(prepared.features(in: .projected)).columns
      for kept in Self.keptSets(of: field.count) {
        for centred in [true, false] {
          let place = "\(name), \(title), kept \(kept)"
          guard let value = metric.value(of: kept, in: prepared, centred: centred) else {
            #expect(name == "minDistance" && kept.count == 1, "\(place): no value")
            continue
          }
          let range = try #require(Self.range(name, kept: kept.count, width: width))
          #expect(
            value >= range.lowerBound && value <= range.upperBound + 1e-9, "\(place): \(value)")
        }
      }
    }
  }

  @Test(arguments: MetricCatalog.all.map { $0.name })
  func permutingTokensAndScalingFeaturesChangesNothing(name: String) throws {
    let metric = try metric(name)
    for (title, field) in Self.fields.prefix(8) {
      let permutation = RandomField.permutation(seed: 3, count: field.count)
      var place = [Int](repeating: 0, count: field.count)
      for (index, token) in permutation.enumerated() { place[token] = index }
      let others = [
        (field.permuted(by: permutation), { (kept: [Int]) in kept.map { place[$0] }.sorted() }),
        (field.scaled(features: 1024, attention: 0.125), { $0 }),
      ]
      for kept in Self.keptSets(of: field.count) {
        let value = metric.value(of: kept, in: PreparedField(field), centred: true)
        for (other, moved) in others {
          let again = metric.value(of: moved(kept), in: PreparedField(other), centred: true)
          #expect((value == nil) == (again == nil), "\(name), \(title), kept \(kept)")
          #expect(abs((value ?? 0) - (again ?? 0)) < 1e-9, "\(name), \(title), kept \(kept)")
        }
      }
    }
  }

  @Test func aFieldThatKnowsOnlyItsGridHasNoValues() throws {
    let bare = PreparedField(TokenField(grid: TokenGrid(rows: 2, columns: 2)))
    for metric in MetricCatalog.all {
      #expect(metric.value(of: [0, 1], in: bare, centred: true) == nil, "\(metric.name)")
    }
  }

  @Test func eachMetricReadsOneKindOfEvidence() throws {
    let complete = Self.padded(RandomField.make(seed: 1))
    func absent(_ change: (inout TokenField) -> Void) -> [String] {
      var field = complete
      change(&field)
      return MetricCatalog.all.filter {
        $0.value(of: [1, 2, 5], in: PreparedField(field), centred: true) == nil
      }.map { $0.name }.sorted()
    }
    #expect(absent { _ in } == [])
    #expect(absent { $0.features = nil } == ["coverage", "erank", "minDistance"])
    #expect(absent { $0.attention = nil } == ["attentionMass"])
    #expect(absent { $0.paddingFraction = nil } == ["paddingShare"])
  }

  @Test func headingsFitTablesAndNamesAreCamelCase() {
    #expect(Set(MetricCatalog.all.map { $0.name }).count == MetricCatalog.all.count)
    #expect(Set(MetricCatalog.all.map { $0.heading }).count == MetricCatalog.all.count)
    for metric in MetricCatalog.all {
      #expect(metric.heading.count <= 6 && !metric.heading.isEmpty, "\(metric.name)")
      #expect(metric.name.first?.isLowercase == true, "\(metric.name)")
      #expect(metric.name.allSatisfy { $0.isASCII && $0.isLetter }, "\(metric.name)")
      #expect(!metric.summary.isEmpty && metric.summary.last != ".", "\(metric.name)")
    }
  }

  @Test func everyMetricFileIsInTheCatalogAndHasTests() throws {
    let types = MetricCatalog.all.map { String(describing: $0) }.sorted()
    func stems(_ folder: String, _ ending: String) throws -> [String] {
      try FileManager.default.contentsOfDirectory(atPath: "\(Fixture.repository())/\(folder)")
        .filter { $0.hasSuffix(ending) }.map { String($0.dropLast(ending.count)) }.sorted()
    }
    #expect(try stems("Sources/TokenMetrics/Metrics", ".swift") == types)
    #expect(try stems("Tests/TokenMetricsTests", "Tests.swift") == types)
  }

  private func metric(_ name: String) throws -> any TokenMetric.Type {
    try #require(MetricCatalog.all.first { $0.name == name })
  }
}
