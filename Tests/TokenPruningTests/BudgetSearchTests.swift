import Synchronization
import Testing
import TokenPruning

@Suite struct BudgetSearchTests {
  /// Keeps at each budget the token of that number, and tells which budgets were tried.
  private final class Telling: SelectionPlan {
    let count: Int
    private let search = BudgetSearch()
    private let tries = Mutex<[Int]>([])
    private let cancelsAt: Int?

    init(count: Int, cancelsAt: Int? = nil) {
      self.count = count
      self.cancelsAt = cancelsAt
    }

    var tried: [Int] { tries.withLock { $0 } }

    func selection(keeping budget: Int) -> Selection { Selection(kept: [budget % count]) }

    func keptTokens(keeping budget: Int) -> [Int] {
      tries.withLock { $0.append(budget) }
      if budget == cancelsAt { withUnsafeCurrentTask { $0?.cancel() } }
      return selection(keeping: budget).kept
    }

    func instabilities(keeping budget: Int) -> [Instability] { [] }

    func reasons(
      for tokens: [Int], in selection: Selection, keeping budget: Int
    ) -> [TokenReason] { tokens.map { _ in TokenReason() } }

    func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
      try search.budgets(of: tokens, in: self)
    }
  }

  @Test func everyBudgetIsTriedOnceAndNoneInVain() throws {
    let plan = Telling(count: 9)
    #expect(try plan.smallestBudgets(of: []) == [])
    #expect(plan.tried.isEmpty)
    #expect(try plan.smallestBudgets(of: [3]) == [3])
    #expect(plan.tried == [1, 2, 3])
    #expect(try plan.smallestBudgets(of: [2, 1, 3]) == [2, 1, 3])
    #expect(plan.tried == [1, 2, 3])
    #expect(try plan.smallestBudgets(of: [5, 0]) == [5, 9])
    #expect(plan.tried == Array(1...9))
    #expect(try plan.smallestBudgets(of: Array(0..<9)) == [9, 1, 2, 3, 4, 5, 6, 7, 8])
    #expect(plan.tried == Array(1...9))
  }

  @Test func whatWasCancelledGoesOn() async throws {
    let plan = Telling(count: 9, cancelsAt: 4)
    let cancelled = await Task { try plan.smallestBudgets(of: [8]) }.result
    #expect(try cancelled.get() == nil)
    #expect(plan.tried == [1, 2, 3, 4])
    #expect(try plan.smallestBudgets(of: [8]) == [8])
    #expect(plan.tried == Array(1...8))
  }

  @Test func severalMaySearchAtOnce() async throws {
    let plan = Telling(count: 200)
    let answers = await withTaskGroup(of: [Int?]?.self) { group in
      for _ in 0..<8 {
        group.addTask { try? plan.smallestBudgets(of: Array(1..<200)) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 8 && answers.allSatisfy { $0 == Array(1..<200) })
  }
}
