import TensorFiles
import TestSupport
import Testing
import TokenFields
import TokenPruning

/// What `select` says of costs, of budgets that strategies decide, of groups and of close calls.
@Suite struct CostTests {
  private func line(_ arguments: String) throws -> SelectLine {
    try decoded(SelectLine.self, from: Program("select \(arguments) --json").output)
  }

  /// The strategies that `Samples/apple.npz` can serve: it carries neither texts, nor a shallow layer,
  /// nor anything of a language model.
  static let served: [String] = StrategyCatalog.all.filter {
    Set($0.init(ParameterValues()).evidence)
      .isDisjoint(with: [.relevance, .shallowAttention, .llmAttention])
  }.map { $0.name }

  @Test func costsAreThoseOfTheConvention() throws {
    let cost = try line("Samples/apple.npz --strategy fastervlm --keep 64").cost
    #expect((cost.patches, cost.classTokens, cost.mergedTokens) == (64, 0, 0))
    #expect(cost.budget == "global" && cost.perTile == nil)
    #expect(cost.model == "llava-1.5-7b" && cost.textTokens == 30)
    #expect(cost.equivalentTokens == 64 && cost.allTokens.equivalentTokens == 576)
    #expect(cost.prefillFLOPs.conventional == 475_433_795_584)
    #expect(cost.allTokens.prefillFLOPs.conventional == 3_146_366_582_784)
    #expect(cost.allTokens.prefillFLOPs.exact == 8_041_455_943_680)
  }

  @Test func modelAndPromptCanBeChosen() throws {
    let cost = try line(
      "Samples/apple.npz --strategy fastervlm --keep 64 --model llava-1.5-13b --text-tokens 0"
    ).cost
    #expect(cost.model == "llava-1.5-13b" && cost.textTokens == 0)
    // 40 · (4·64·5120² + 2·64²·5120 + 2·64·5120·13824)
    #expect(cost.prefillFLOPs.conventional == 632_501_043_200)
    let text = try Program(
      "select Samples/apple.npz --strategy fastervlm --keep 64 --model llava-1.5-13b "
        + "--text-tokens 0")
    #expect(text.line(1).hasPrefix("  prefill of llava-1.5-13b with 0 text tokens: "))
    #expect(text.line(3).contains("    64    0.633 "))
  }

  @Test(arguments: served)
  func strategiesThatDecideByThemselvesNeedNoBudget(name: String) throws {
    let type = try #require(StrategyCatalog.all.first { $0.name == name })
    let labels: [String]
    switch OwnBudget(of: type) {
    case .never:
      let run = try Program("select Samples/apple.npz --strategy \(name)")
      #expect(run.code == 64 && run.output.isEmpty)
      return
    case .always: labels = [name]
    case .with(let settings): labels = settings.map { "\(name):\($0)" }
    }
    for label in labels {
      let line = try line("Samples/apple.npz --strategy \(label)")
      let budget = try #require(line.ownBudget)
      #expect(line.keep == nil && (1...576).contains(budget) && line.output > 0, "\(label)")
    }
  }

  @Test(arguments: served)
  func linesSayWhatIsHandedOn(name: String) throws {
    let type = try #require(StrategyCatalog.all.first { $0.name == name })
    let promises = type.init(ParameterValues()).promises
    let line = try line("Samples/apple.npz --strategy \(name) --keep 64")
    #expect(line.keep == 64 && line.ownBudget == nil)
    #expect((line.kept == nil) == promises.contains(.keepsNone))
    let cost = line.cost
    #expect(line.output == cost.patches + cost.classTokens + cost.mergedTokens)
    #expect(cost.patches == line.kept?.count ?? 0)
    let merges = promises.contains(.merging)
    #expect((line.sizes != nil) == merges && (line.absorbed != nil) == merges)
    #expect((line.erank.output != nil) == merges && (line.erank.outputArray != nil) == merges)
    if let absorbed = line.absorbed {
      #expect(line.sizes == absorbed.map(\.members.count))
      #expect(cost.mergedTokens == absorbed.count { $0.representative == nil })
    }
    if let groups = line.groups, let sizes = line.sizes {
      #expect(groups.count == 576)
      #expect(sizes.indices.allSatisfy { group in groups.count { $0 == group } == sizes[group] })
    }
    #expect(line.unstable.count == min(line.unstableCount, 16))
    #expect(line.unstable.allSatisfy { (0...0x1p-20).contains($0.margin) })
  }

  @Test func tiesAreUnstable() throws {
    let scratch = Scratch()
    let attention = Tensor(shape: [16], float32: [3, 1, 1, 2] + [Float](repeating: 1, count: 12))
    let features = Tensor(shape: [16, 2], float32: (0..<32).map { Float($0 * $0 % 7) })
    try scratch.write(
      NPZ.bytes(of: [("attention", attention), ("features", features)]), to: "a.npz")
    let tied = try decoded(
      SelectLine.self,
      from: Program("select a.npz --strategy fastervlm --keep 5 --json", in: scratch.path).output)
    #expect(tied.order == [0, 3, 1, 2, 4] && tied.unstableCount == 1)
    let decision = try #require(tied.unstable.first)
    #expect((decision.rank, decision.token, decision.rival, decision.margin) == (5, 4, 5, 0))
    let text = try Program("select a.npz --strategy fastervlm --keep 2,5", in: scratch.path)
    #expect(text.line(3).contains(" 2/16  ") && text.line(4).contains(" 5/16* "))
    #expect(
      text.lines.last
        == "  *     decided by a hair: rounding to float32 could change it; --json says where")
    let stable = try Program("select a.npz --strategy fastervlm --keep 2", in: scratch.path)
    #expect(stable.lines.count == 4)
  }

  @Test func longListsOfCloseCallsAreCutAndCounted() throws {
    let scratch = Scratch()
    // Twenty pairs of equal tokens, all orthogonal: every choice is a tie.
    var features = [Float](repeating: 0, count: 40 * 20)
    for token in 0..<40 { features[token * 20 + token / 2] = 1 }
    try scratch.write(
      NPZ.bytes(of: [
        ("features", Tensor(shape: [40, 20], float32: features)),
        ("grid", Tensor(shape: [2], int64: [5, 8])),
      ]), to: "a.npz")
    let line = try decoded(
      SelectLine.self,
      from: Program("select a.npz --strategy divprune --keep 19 --json", in: scratch.path).output)
    #expect(line.unstableCount > 16 && line.unstable.count == 16)
    #expect(line.unstable.map(\.rank) == line.unstable.map(\.rank).sorted())
  }
}
