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
    for evidence in strategy.strategy.evidence {
      let field = PreparedField(Self.removing(evidence, from: complete))
      #expect(!evidence.isCarried(by: field.field))
      #expect(
        throws: PruningError.missingEvidence(strategy: strategy.type.name, evidence: evidence)
      ) { try strategy.strategy.plan(for: field) }
    }
  }

  @Test(arguments: StrategySettings.all)
  func aFieldWithNothingMoreThanTheEvidenceIsServed(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    var field = RandomField.make(seed: 1, projectedWidth: 5)
    for evidence in Evidence.allCases where !strategy.evidence.contains(evidence) {
      // Either kind of features stands in for the other: none goes unless both are unread.
      let isFeatures = evidence == .features || evidence == .projected
      if isFeatures, !Set(strategy.evidence).isDisjoint(with: [.features, .projected]) { continue }
      // Class attention stands in for the last layer's, and is somebody else's evidence too.
      let isRead = evidence == .lastLayerAttention && strategy.evidence.contains(.attention)
      let attention = field.attention
      field = Self.removing(evidence, from: field)
      if isRead { field.attention = attention }
    }
    let selection = try strategy.plan(for: PreparedField(field)).selection(keeping: 3)
    #expect(selection.outputCount > 0, "\(label)")
  }

  @Test(arguments: StrategySettings.all)
  func theOtherFeaturesStandInAndANoteSaysSo(label: String) throws {
    let strategy = try StrategyCatalog.make(label)
    var both = RandomField.make(seed: 2, projectedWidth: 5)
    #expect(strategy.strategy.substitutionNote(for: PreparedField(both)) == nil)
    guard let wanted = strategy.type.featureSpace else {
      both.features = nil
      #expect(strategy.strategy.substitutionNote(for: PreparedField(both)) == nil)
      return
    }
    // The same matrix under the one name or under the other gives the same selections.
    let matrix = both.features
    var (direct, substituted) = (both, both)
    (direct.features, direct.projected) = wanted == .features ? (matrix, nil) : (nil, matrix)
    (substituted.features, substituted.projected) =
      wanted == .features ? (nil, matrix) : (matrix, nil)
    #expect(strategy.strategy.substitutionNote(for: PreparedField(direct)) == nil)
    let (definition, used) =
      wanted == .features
      ? ("features", "projected features") : ("projected features", "features")
    #expect(
      strategy.strategy.substitutionNote(for: PreparedField(substituted))
        == "\(strategy.type.name) is defined on \(definition); "
        + "this sample has \(used) only, which were used")
    let one = try strategy.strategy.plan(for: PreparedField(direct))
    let other = try strategy.strategy.plan(for: PreparedField(substituted))
    for budget in 1...both.count {
      #expect(try one.selection(keeping: budget) == other.selection(keeping: budget))
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
      return try (1...field.count).map { try plan.selection(keeping: $0) }
    }
    #expect(try selections(both) == selections(alone))
    // Some only mix features: there what is handed on differs.
    #expect(
      try selections(both) != selections(other)
        || selections(both).map { $0.merging?.features(of: PreparedField(both)) }
          != selections(other).map { $0.merging?.features(of: PreparedField(other)) }
    )
  }

  static func removing(_ evidence: Evidence, from field: TokenField) -> TokenField {
    var field = field
    switch evidence {
    case .attention: field.attention = nil
    case .features, .projected: (field.features, field.projected) = (nil, nil)
    case .keys: field.keys = nil
    case .shallowAttention: field.shallowAttention = nil
    case .firstLayerAttention: field.firstLayerAttention = nil
    case .relevance: (field.relevance, field.clipImageEmbeds) = (nil, nil)
    case .lastLayerAttention: (field.lastLayerAttention, field.attention) = (nil, nil)
    case .llmAttention: field.llmAttention = nil
    }
    return field
  }
}
