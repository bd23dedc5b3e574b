import LinearAlgebra
import TestSupport
import Testing
import TokenFields
import TokenPruning

@Suite struct VScanTests {
  private let field = RandomField.make(
    seed: 4, grid: TokenGrid(rows: 24, columns: 24), width: 20)

  @Test(arguments: [("code", 98), ("paper", 100)])
  func theRemainderIsLostOrGoesToTheDeepLayer(variant: String, count: Int) throws {
    let strategy = try StrategyCatalog.make("vscan:variant=\(variant)").strategy
    let selection = try strategy.plan(for: PreparedField(field)).selection(keeping: 100)
    #expect(selection.kept.count == count)
    #expect(selection.outputCount == count)
  }

  @Test func everyWindowGivesItsBest() throws {
    let selection = try VScan().plan(for: PreparedField(field)).selection(keeping: 64)
    let shallow = try #require(field.shallowAttention).meanRow
    let order = try #require(selection.order)
    for window in 0..<16 {
      let tokens = (0..<576).filter {
        $0 / 24 / 6 == window / 4 && $0 % 24 / 6 == window % 4
      }
      let best = tokens.sorted { shallow[$0] > shallow[$1] }.prefix(2)
      #expect(Array(order[(2 * window)..<(2 * window + 2)]) == Array(best), "window \(window)")
    }
    let deep = ReferenceTokens(field).byAttention.filter { !order[..<32].contains($0) }
    #expect(Array(order[32...]) == Array(deep.prefix(32)))
  }

  @Test func everyDroppedTokenIsAveragedIntoItsNearest() throws {
    let selection = try VScan().plan(for: PreparedField(field)).selection(keeping: 64)
    let merging = try #require(selection.merging)
    let tokens = ReferenceTokens(field)
    #expect(merging.groups.map(\.representative) == selection.kept)
    #expect(merging.groups.reduce(0) { $0 + $1.members.count } == 576)
    for group in merging.groups {
      #expect(group.weights.allSatisfy { $0 == 1 / Double(group.members.count) })
      for member in group.members where member != group.representative {
        let cosines = selection.kept.map {
          ReferenceTokens.cosine(tokens.projected[member], tokens.projected[$0])
        }
        let own = try #require(group.representative.flatMap { selection.kept.firstIndex(of: $0) })
        #expect(cosines[own] >= (cosines.max() ?? 0) - 1e-12)
      }
    }
  }
}
