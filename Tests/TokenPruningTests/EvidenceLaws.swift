import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

/// What every strategy says of a field that lacks something, or has it in another space.
@Suite struct EvidenceLaws {
  @Test(arguments: StrategySettings.all)
  func aFieldWithoutEvidenceIsRefusedByName(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    let complete = RandomField.make(seed: 1, projectedWidth: 5)
    for evidence in strategy.type.evidence {
      let field = PreparedField(Self.removing(evidence, from: complete))
      #expect(!evidence.isCarried(by: field.field))
      #expect(
        throws: PruningError.missingEvidence(strategy: strategy.type.name, evidence: evidence)
      ) { try strategy.strategy.plan(for: field) }
    }
  }

  @Test(arguments: StrategySettings.all)
  func aFieldWithNothingMoreThanTheEvidenceIsServedOrTheRestIsNamed(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    var field = RandomField.make(seed: 1, projectedWidth: 5)
    for evidence in Evidence.allCases where !strategy.type.evidence.contains(evidence) {
      // Either kind of features stands in for the other: none goes unless both are unread.
      let isFeatures = evidence == .features || evidence == .projected
      if isFeatures && strategy.type.featureSpace != nil { continue }
      field = Self.removing(evidence, from: field)
    }
    let prepared = PreparedField(field)
    do throws(PruningError) {
      let plan = try strategy.strategy.plan(for: prepared)
      #expect(!plan.selection(keeping: 3).kept.isEmpty)
    } catch {
      // A parameter's own need: the error spells the parameter out.
      guard case .missingEvidence(let name, let evidence) = error else {
        Issue.record("\(label): \(error)")
        return
      }
      #expect(name.hasPrefix("\(strategy.type.name):"), "\(label): \(name)")
      #expect(!strategy.type.evidence.contains(evidence), "\(label): \(evidence)")
    }
  }

  @Test(arguments: StrategySettings.all)
  func theOtherFeaturesStandInAndANoteSaysSo(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    var both = RandomField.make(seed: 2, projectedWidth: 5)
    #expect(strategy.type.substitutionNote(for: PreparedField(both)) == nil)
    guard let wanted = strategy.type.featureSpace else {
      both.features = nil
      #expect(strategy.type.substitutionNote(for: PreparedField(both)) == nil)
      return
    }
    // The same matrix under the one name or under the other gives the same selections.
    let matrix = both.features
    var (direct, substituted) = (both, both)
    (direct.features, direct.projected) = wanted == .features ? (matrix, nil) : (nil, matrix)
    (substituted.features, substituted.projected) =
      wanted == .features ? (nil, matrix) : (matrix, nil)
    #expect(strategy.type.substitutionNote(for: PreparedField(direct)) == nil)
    let (definition, used) =
      wanted == .features
      ? ("features", "projected features") : ("projected features", "features")
    #expect(
      strategy.type.substitutionNote(for: PreparedField(substituted))
        == "\(strategy.type.name) is defined on \(definition); "
        + "this sample has \(used) only, which were used")
    let one = try strategy.strategy.plan(for: PreparedField(direct))
    let other = try strategy.strategy.plan(for: PreparedField(substituted))
    for budget in 1...both.count {
      #expect(one.selection(keeping: budget) == other.selection(keeping: budget))
    }
  }

  @Test(arguments: StrategyCatalog.all.map { $0.name })
  func aFieldWithBothSpacesIsReadInTheNamedOne(name: String) throws {
    let strategy = try StrategyCatalog.make(name)
    guard let wanted = strategy.type.featureSpace else { return }
    let both = RandomField.make(seed: 3, grid: TokenGrid(rows: 6, columns: 7), projectedWidth: 9)
    var (alone, other) = (both, both)
    if wanted == .features {
      (alone.projected, other.features) = (nil, nil)
    } else {
      (alone.features, other.projected) = (nil, nil)
    }
    func selections(_ field: TokenField) throws -> [Selection] {
      let plan = try strategy.strategy.plan(for: PreparedField(field))
      return (1...field.count).map { plan.selection(keeping: $0) }
    }
    #expect(try selections(both) == selections(alone))
    #expect(try selections(both) != selections(other))
  }

  static func removing(_ evidence: Evidence, from field: TokenField) -> TokenField {
    var field = field
    switch evidence {
    case .attention: field.attention = nil
    case .features, .projected: (field.features, field.projected) = (nil, nil)
    case .keys: field.keys = nil
    case .relevance: (field.relevance, field.clipImageEmbeds) = (nil, nil)
    case .llmAttention: field.llmAttention = nil
    }
    return field
  }
}
