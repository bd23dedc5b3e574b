import Glibc
import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct BATTests {
  /// How many output tokens are attentive, and out of how many they are made.
  private func counts(
    _ budget: Int, of count: Int, ratio: Double, match: Double
  ) -> (wanted: Int, taken: Int) {
    let wanted = Int((ratio * Double(budget)).rounded(.toNearestOrAwayFromZero))
    return (wanted, min(wanted + Int(match * Double(wanted)), count - (budget - wanted)))
  }

  /// The attentive tokens after one step of matching even places with odd ones.
  private func matched(_ pool: [Int], _ vectors: [[Double]], to wanted: Int) -> [[Int]] {
    let evens = pool.indices.filter { $0 % 2 == 0 }.map { pool[$0] }
    let odds = pool.indices.filter { $0 % 2 == 1 }.map { pool[$0] }
    guard pool.count > wanted else { return pool.map { [$0] } }
    let matches = evens.map { even -> (odd: Int, cosine: Double) in
      let cosines = odds.map { ReferenceTokens.cosine(vectors[even], vectors[$0]) }
      let best = ReferenceStrategies.firstLargest(cosines)
      return (best, cosines[best])
    }
    let order = ReferenceTokens.descending(matches.map(\.cosine))
    var merged = odds.map { [$0] }
    for place in order.prefix(pool.count - wanted) {
      merged[matches[place].odd].append(evens[place])
    }
    return order.dropFirst(pool.count - wanted).map { [evens[$0]] } + merged
  }

  /// Clusters around the tokens with the largest product of density and separation.
  private func clusters(_ tokens: [Int], _ vectors: [[Double]], count: Int) -> [[Int]] {
    guard count > 0 else { return [] }
    func distance(_ one: Int, _ other: Int) -> Double {
      1 - ReferenceTokens.cosine(vectors[one], vectors[other])
    }
    var density: [Int: Double] = [:]
    for token in tokens {
      let nearest = tokens.filter { $0 != token }.map { distance(token, $0) }.sorted().prefix(5)
      density[token] = exp(-nearest.map { $0 * $0 }.reduce(0, +) / Double(max(1, nearest.count)))
    }
    let products = tokens.map { token -> Double in
      let own = density[token] ?? 0
      let denser = tokens.filter { other in
        let known = density[other] ?? 0
        return known > own || (known == own && other < token)
      }
      let separation =
        denser.map { distance(token, $0) }.min()
        ?? tokens.filter { $0 != token }.map { distance(token, $0) }.max() ?? 0
      return own * separation
    }
    let centres = ReferenceTokens.descending(products).prefix(count).map { tokens[$0] }
    var clusters = centres.map { [$0] }
    for token in tokens where !centres.contains(token) {
      let cosines = centres.map { ReferenceTokens.cosine(vectors[token], vectors[$0]) }
      clusters[ReferenceStrategies.firstLargest(cosines)].append(token)
    }
    return clusters
  }

  @Test(
    arguments: ReferenceFields.random,
    [(0.5, 0.25), (0.5, 1), (0.75, 0.25), (0, 0.25), (1, 0.25), (0.25, 0)])
  func matchesAndClustersAsItSays(
    _ sample: DescribedField, shares: (ratio: Double, match: Double)
  ) throws {
    let plan = try StrategyCatalog.make("bat:ratio=\(shares.ratio):match=\(shares.match)").strategy
      .plan(for: PreparedField(sample.field))
    let tokens = ReferenceTokens(sample.field)
    for budget in 1...sample.field.count {
      let (wanted, taken) = counts(
        budget, of: sample.field.count, ratio: shares.ratio, match: shares.match)
      let pool = Array(tokens.byAttention.prefix(taken))
      let attentive = matched(pool, tokens.features, to: wanted)
      let rest = (0..<sample.field.count).filter { !pool.contains($0) }
      let expected = attentive + clusters(rest, tokens.features, count: budget - wanted)
      let selection = try plan.selection(keeping: budget)
      let place = "\(sample.name), \(shares), keep \(budget)"
      #expect(selection.kept == expected.map { $0[0] }.sorted(), "\(place)")
      #expect(selection.important == attentive.map { $0[0] }.sorted(), "\(place)")
      let groups = selection.merging?.groups
      #expect(groups?.map(\.representative) == expected.map { $0[0] }, "\(place)")
      #expect(groups?.map(\.members) == expected.map { $0.sorted() }, "\(place)")
    }
  }

  @Test(arguments: ReferenceFields.random + ReferenceFields.degenerate)
  func countsAreExactAndEveryTokenGoesSomewhereByItsAttention(_ sample: DescribedField) throws {
    let prepared = PreparedField(sample.field)
    let plan = try BAT().plan(for: prepared)
    let attention = ReferenceTokens(sample.field).attention
    for budget in 2...max(2, sample.field.count) where budget <= sample.field.count {
      let selection = try plan.selection(keeping: budget)
      let groups = try #require(selection.merging?.groups)
      let place = "\(sample.name), keep \(budget)"
      #expect(groups.count == budget && selection.outputCount == budget, "\(place)")
      #expect(
        groups.flatMap(\.members).sorted() == Array(0..<sample.field.count), "\(place)")
      for group in groups {
        let whole = group.members.reduce(0) { $0 + attention[$1] }
        #expect(abs(group.weights.reduce(0, +) - 1) < 1e-12, "\(place)")
        for (member, weight) in zip(group.members, group.weights) {
          let share = whole > 0 ? attention[member] / whole : 1 / Double(group.members.count)
          #expect(abs(weight - share) < 1e-12, "\(place): token \(member)")
        }
      }
    }
  }

  @Test func aCaseWorkedByHand() throws {
    // Of a budget of 4, two are attentive, made of ⌊2 · 1.5⌋ = 3 tokens: 6, 0 and 3, where even 6
    // is nearer to odd 0 than even 3. Of the others 1 and 2 lie together, as do 4, 5 and 7.
    let field = TokenField(
      line: directions([2, 90, 92, 40, 180, 181, 0, 183]),
      attention: [0.2, 0.03, 0.01, 0.15, 0.02, 0.02, 0.4, 0.01])
    let prepared = PreparedField(field)
    let plan = try StrategyCatalog.make("bat:match=0.5").strategy.plan(for: prepared)
    let selection = try plan.selection(keeping: 4)
    let groups = try #require(selection.merging?.groups)
    #expect(groups.prefix(2).map(\.members) == [[3], [0, 6]])
    #expect(groups[1].representative == 0 && selection.important == [0, 3])
    #expect(Set(groups.dropFirst(2).map(\.members)) == [[1, 2], [4, 5, 7]])
    let merged = try #require(selection.merging?.features(of: prepared))
    let vectors = ReferenceTokens(field).features
    let mean = (0..<2).map { (0.2 * vectors[0][$0] + 0.4 * vectors[6][$0]) / 0.6 }
    #expect(zip(merged.row(1), mean).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func itSaysThatItIsAnInterpretation() throws {
    var field = RandomField.make(seed: 129)
    #expect(
      BAT().notes(for: PreparedField(field)) == [
        "bat is an interpretation: the method has no public code"
      ])
    #expect(BAT.source.contains("interpretation") && BAT.summary.contains("interpretation"))
    (field.projected, field.features) = (field.features, nil)
    let prepared = PreparedField(field)
    let adapted = try StrategyCatalog.make(
      "bat:adapt=entropy:entropy-average=\(try #require(prepared.entropy))"
    ).strategy
    #expect(
      adapted.notes(for: prepared) == [
        "bat is an interpretation: the method has no public code",
        "bat is defined on features; this sample has projected features only, which were used",
        "adapt=entropy gives attention 50.0 % of the budget",
      ])
    let values = adapted.resolvedParameters(for: field)
    #expect(
      values.entries.map(\.name) == ["ratio", "adapt", "entropy-average", "match"])
  }
}
