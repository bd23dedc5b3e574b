import Analysis
import Explorer
import TerminalUI
import Testing
import TokenPruning

/// What a budget costs a language model, beside the budget and beside each strategy.
@Suite struct CostTests {
  static func session(
    _ strategies: [String] = ["hairline", "sharer", "in-model"], width: Int = 200, height: Int = 60
  ) -> ExplorerSession {
    .begun(
      [TestSamples.bare], strategies: strategies, budget: .count(64), width: width, height: height,
      isCheap: false, types: TestStrategies.all)
  }

  static func row(of name: String, _ session: ExplorerSession) throws -> [String] {
    let lines = session.screen.text.split(separator: "\n")
    let line = try #require(lines.first { $0.contains("\(name) ") && !$0.contains("/576") })
    let words = line.split(separator: " ").map(String.init)
    let place = try #require(words.lastIndex { $0.hasSuffix(name) })
    return Array(words[(place + 1)...])
  }

  /// 32 layers of 4·n·4096² + 2·n²·4096 + 2·n·4096·11008 at n = 606 and n = 94.
  @Test func theBudgetTellsTheWholeCostAndTheRest() {
    #expect(Self.session().screen.text.contains("3.15 → 0.48 TF, llava-1.5-7b, 30 text"))
    let narrow = Self.session(width: 80, height: 24).screen.text
    #expect(narrow.contains("3.15→0.48 TF llava-1.5-7b+30"))
    #expect(!Self.session(width: 60, height: 16).screen.text.contains("TF"))
  }

  @Test func theListTellsWhatEachHandsOnAndCosts() throws {
    let session = Self.session()
    // kept, out, erank, J, TF
    let plain = try Self.row(of: "hairline", session)
    #expect(plain[0] == "64" && plain[1] == "64" && plain[4] == "0.48")
    // 64 merged tokens and a class token.
    let sharer = try Self.row(of: "sharer", session)
    #expect(sharer[0] == "64" && sharer[1] == "65" && sharer[4] == "0.48")
    // Two layers of 606 tokens, thirty of 94: (2·576 + 30·64) / 32 = 96 equivalent tokens.
    let inModel = try Self.row(of: "in-model", session)
    #expect(inModel[1] == "64" && inModel[4] == "0.64" && inModel[5] == "96", "\(inModel)")
    #expect(session.screen.text.contains(" eq "))
  }

  @Test func columnsThatNobodyNeedsAreNotThere() {
    let plain = Self.session(["hairline"], width: 120, height: 40).screen.text
    #expect(!plain.contains(" eq ") && !plain.contains(" out ") && !plain.contains("outer"))
    let merging = Self.session(["hairline", "sharer"], width: 120, height: 40).screen.text
    #expect(merging.contains(" kept  out") && merging.contains(" TF"))
    #expect(Self.session(["hairline", "sharer"]).screen.text.contains("outer"))
  }

  @Test func aKeyStepsThroughTheModels() throws {
    var session = Self.session()
    var seen: [String] = []
    for _ in LanguageModel.all {
      seen.append(session.state.model.name)
      #expect(try session.press("gm") == [])
      #expect(session.state.message?.contains(session.state.model.counting) == true)
      #expect(session.screen.text.contains("TF, \(session.state.model.name), 30 text"))
    }
    #expect(seen == LanguageModel.all.map(\.name))
    #expect(session.state.model == LanguageModel.all[0])
    session.state.textTokens = 0
    session.state.model = LanguageModel.all[1]
    #expect(session.screen.text.contains("TF, llava-1.5-13b, 0 text"))
  }
}
