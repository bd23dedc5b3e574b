import Testing
import TokenFields
import TokenPruning

/// What holds for the tokens that any strategy of the catalog hands on.
@Suite struct OutputLaws {
  @Test(arguments: StrategySettings.all)
  func groupsAreOfTheFieldAndStandForKeptPatches(label: String) throws {
    let strategy = try StrategyCatalog.make(label).strategy
    for sample in LawFields.all {
      let count = sample.field.count
      let plan = try strategy.plan(for: PreparedField(sample.field))
      for budget in 1...count {
        let selection = try plan.selection(keeping: budget)
        let place = "\(label), \(sample.name), keep \(budget)"
        #expect(selection.outputCount > 0, "\(place): nothing is handed on")
        if strategy.promises.contains(.keepsNone) {
          #expect(selection.kept.isEmpty && selection.merging != nil, "\(place)")
        }
        guard let merging = selection.merging else { continue }
        #expect(strategy.promises.contains(.merging), "\(place): it merges without saying so")
        let represented = merging.groups.compactMap(\.representative)
        #expect(Set(represented).count == represented.count, "\(place): two for one patch")
        #expect(Set(represented).isSubset(of: selection.kept), "\(place): for no kept patch")
        for group in merging.groups {
          #expect(
            !group.members.isEmpty && group.members == Set(group.members).sorted()
              && group.members.allSatisfy((0..<count).contains), "\(place): \(group.members)")
          #expect(group.weights.allSatisfy { $0.isFinite }, "\(place): \(group.weights)")
        }
      }
    }
  }
}
