import Analysis
import Explorer
import Imaging
import TerminalUI
import Testing
import TokenFields
import TokenPruning

/// The layer of groups, and what merging means for every other layer.
@Suite struct GroupLayerTests {
  /// A session whose current strategy is one of the tests' own, on the layer of groups.
  static func session(
    _ name: String, _ sample: TestSample = TestSamples.bare, keep: Int = 64,
    tier: ColorTier = .direct, width: Int = 120, height: Int = 40, unicode: Bool = true
  ) -> ExplorerSession {
    var session = ExplorerSession.begun(
      [sample], strategies: [name, "hairline"], budget: .count(keep), width: width, height: height,
      tier: tier, unicode: unicode, isCheap: false, types: TestStrategies.all)
    session.state.layer = .groups
    session.state.showsHeat = true
    session.state.markedToken = session.state.cursor
    return session
  }

  static func ground(_ session: ExplorerSession, _ token: Int) throws -> RGB {
    let place = try #require(try ColorTests.placement(session).marks(of: token))
    return try #require(ColorTests.ground(session.screen[place.last, place.row]))
  }

  // MARK: Colours

  /// 2×2 blocks touch four others at most: each must differ from them as it is drawn, not only as it
  /// was meant.
  @Test(arguments: [ColorTier.direct, .indexed256, .ansi16])
  func neighboursDifferAsTheTerminalDrawsThem(tier: ColorTier) throws {
    var session = Self.session("block-merger", tier: tier, width: 120, height: 60)
    session.state.markedToken = 575
    session.state.cursor = 575
    let colors = try (0..<575).map { token in
      ColorQuantizer.shown(try Self.ground(session, token), on: tier)
    }
    var used: Set<RGB> = []
    for token in 0..<575 {
      let (row, column) = token.quotientAndRemainder(dividingBy: 24)
      guard row < 22, column < 21 else { continue }
      if let color = colors[token] { used.insert(color) }
      #expect(colors[token] == colors[token / 48 * 48 + column / 2 * 2], "block of \(token)")
      if column % 2 == 1 { #expect(colors[token] != colors[token + 1], "right of \(token)") }
      if row % 2 == 1 { #expect(colors[token] != colors[token + 24], "below \(token)") }
    }
    #expect(used.count >= 8)
  }

  @Test func aPatchInNoGroupIsKeptOrPruned() throws {
    var session = Self.session("absorber")
    // 256 is the last patch of a group, 255 is dropped, 252 is the last kept one and alone.
    let dropped = try Self.ground(session, 255)
    let alone = try Self.ground(session, 252)
    #expect(dropped == RGB(grey: 48) && alone == RGB(grey: 200))
    session.state.showsMask = false
    #expect(try Self.ground(session, 255) == RGB(grey: 200))
  }

  // MARK: Signs

  /// With every colour taken away the marked group is still seen, on cells of its own or shared.
  @Test(arguments: ColorTier.allCases, [true, false])
  func theGroupUnderTheCursorIsSeenWithoutColour(tier: ColorTier, unicode: Bool) throws {
    for (width, height) in [(80, 24), (120, 40), (200, 60), (60, 16)] {
      for (name, cursor) in [("block-merger", 250), ("absorber", 40), ("absorber", 41)] {
        var session = Self.session(
          name, tier: tier, width: width, height: height, unicode: unicode)
        session.state.cursor = cursor
        session.state.markedToken = cursor
        let merging = try #require(session.state.currentEvaluation?.selection.merging)
        let group = try #require(merging.groups.first { $0.members.contains(cursor) })
        let placement = try ColorTests.placement(session)
        let screen = session.screen
        let signs: Set<Character> =
          tier == .mono || !unicode ? ["@", "*"] : ["◆", "◇"]
        let frame = try #require(placement.marks(of: cursor))
        for token in group.members {
          // The cursor's frame stands on its own patch and on one that shares the cell.
          guard let place = placement.marks(of: token),
            (place.row, place.first) != (frame.row, frame.first)
          else { continue }
          let cells = (place.first...place.last).compactMap { screen[$0, place.row].character }
          #expect(
            !signs.isDisjoint(with: cells), "#\(token) of \(name), \(width)x\(height): \(cells)")
        }
        let others = (0..<576).filter { !group.members.contains($0) }
        for token in others {
          guard let place = placement.marks(of: token), place.ownsCell else { continue }
          let inner = tier == .mono ? place.first + 1...place.first + 1 : place.first...place.last
          let cells = inner.compactMap { screen[$0, place.row].character }
          #expect(signs.isDisjoint(with: cells), "#\(token) of \(name) is no member")
        }
      }
    }
  }

  @Test func lettersGoRoundTheAlphabetTwice() throws {
    let session = Self.session("block-merger", tier: .mono, width: 120, height: 40)
    let placement = try ColorTests.placement(session)
    let screen = session.screen
    let letters = try (0..<12).map { column in
      let place = try #require(placement.marks(of: 2 * column))
      return screen[place.first + 2, place.row].character
    }
    #expect(String(letters.compactMap { $0 }) == "abcdefghijkl")
    // Group 52 is the first of the fifth row of blocks but four.
    let merging = try #require(session.state.currentEvaluation?.selection.merging)
    let token = merging.groups[52].members[0]
    let place = try #require(placement.marks(of: token))
    #expect(screen[place.first + 2, place.row].character == "a")
  }

  @Test(arguments: [ColorTier.direct, .mono])
  func theLegendCountsGroupsAndTokens(tier: ColorTier) {
    for (width, height) in [(80, 24), (120, 40)] {
      let absorber = Self.session("absorber", tier: tier, width: width, height: height).screen.text
      #expect(absorber.contains("63 groups of 189 tokens"))
      #expect(absorber.contains("this group"))
      let merger = Self.session("block-merger", tier: tier, width: width, height: height)
      #expect(merger.screen.text.contains("168 groups of 576 tokens"))
      let hairline = Self.session("hairline", tier: tier, width: width, height: height)
      #expect(hairline.screen.text.contains("hairline merges nothing"))
      #expect(!hairline.screen.text.contains("this group"))
    }
    let refused = Self.session("refuser", tier: tier)
    #expect(refused.screen.text.contains("refuser the program 'choose' ended"))
  }

  // MARK: Other layers

  /// Merged patches lie between kept and pruned ones in every style that tells them apart.
  @Test(arguments: [ColorTier.direct, .indexed256, .ansi16], MaskStyle.allCases)
  func mergedLiesBetweenKeptAndPruned(tier: ColorTier, style: MaskStyle) throws {
    for layer in [HeatLayer.attention, .norm] {
      for showsHeat in [true, false] {
        var lumas: [UInt8] = []
        // The same patch, kept, merged and pruned.
        for selection in [
          Selection(kept: [0, 101]),
          Selection(
            kept: [0],
            merging: Merging(
              groups: [Merging.Group(representative: 0, meanOf: [0, 101])], in: .features)),
          Selection(kept: [0]),
        ] {
          var session = Self.session("hairline", TestSamples.street, tier: tier)
          session.state.layer = layer
          session.state.showsHeat = showsHeat
          session.state.maskStyle = style
          session.state.rows[0].evaluation = Evaluation(
            label: "x", budget: 2, selection: selection, metrics: [:])
          lumas.append(try Self.ground(session, 101).luma)
        }
        let inOrder = lumas == lumas.sorted() || lumas == lumas.sorted(by: >)
        #expect(inOrder, "\(layer) \(showsHeat) \(lumas)")
        if style == .dim { #expect(lumas[0] > lumas[1] && lumas[1] > lumas[2], "\(lumas)") }
        if style == .marks { #expect(Set(lumas).count == 1) }
      }
    }
  }

  @Test func whatIsAGroupByItselfIsKept() throws {
    var session = Self.session("block-merger", tier: .mono)
    session.state.showsHeat = false
    let placement = try ColorTests.placement(session)
    let screen = session.screen
    for token in 0..<576 where token != session.state.cursor {
      let place = try #require(placement.marks(of: token))
      let sign = screen[place.first + 1, place.row].character
      #expect(sign == (token % 24 == 23 ? "#" : "+"), "#\(token)")
    }
    #expect(screen.text.contains("# kept   + merged   . pruned"))
    // Which is what x steps through.
    try session.play("ggx")
    #expect(session.state.cursor == 23)
    try session.play("xX")
    #expect(session.state.cursor == 23)
  }

  @Test func whoOnlyMergesHasNoVoteAndNoOverlap() throws {
    var session = Self.session("block-merger")
    session.state.layer = .agreement
    #expect(session.screen.text.contains("how many of 1 strategies keep it"))
    let row = try #require(
      session.screen.text.split(separator: "\n").first { $0.contains("▸1 block-merg") })
    // Kept none, handed on 168; no overlap, no metric of patches.
    #expect(row.contains(#/block-merg… +– +168 +– +– /#), "\(row)")
    #expect(session.screen.text(row: 0).contains("168/576"))
  }

  // MARK: The patch card

  @Test func theCardSaysWhoAbsorbedThePatch() throws {
    var session = Self.session("absorber")
    for (cursor, text) in [
      (41, "absorbed by #40 (.300 of 3)"), (42, "absorbed by #40 (.200 of 3)"),
      (40, "in group 11 of 63: 3 tokens, weight .500"),
    ] {
      session.state.cursor = cursor
      #expect(session.screen.text.contains(text), "\(cursor)")
      session.state.size = ScreenSize(width: 80, height: 24)
      let short = cursor == 40 ? "group 11/63 of 3, weight .500" : text.dropFirst("absorbed ".count)
      #expect(session.screen.text.contains(short), "\(cursor)")
      session.state.size = ScreenSize(width: 120, height: 40)
    }
    session.state.cursor = 43
    #expect(session.screen.text.contains("column 19  pruned"))
    #expect(!session.screen.text.contains("absorbed") && !session.screen.text.contains("in group"))
    session.state.cursor = 41
    #expect(session.screen.text.contains("column 17  merged"))
  }

  @Test func theCardNamesTheLargestOfSeveralShares() throws {
    var session = Self.session("sharer", keep: 4)
    session.state.cursor = 102
    #expect(session.screen.text.contains("absorbed by #2 (.500 of 573), +3 more"))
    session.state.cursor = 2
    #expect(session.screen.text.contains("in group 3 of 4: 573 tokens, weight 1.00"))
    #expect(!session.screen.text.contains("more"))
    session = Self.session("block-merger")
    session.state.cursor = 23
    #expect(session.screen.text.contains("in group 145 of 168: alone, weight 1.00"))
  }

  // MARK: Following the cursor

  @Test func theMarksFollowOnceTheCursorRests() throws {
    var session = Self.session("absorber")
    #expect(try session.press("l") == [.rest])
    #expect(session.state.markedToken == session.state.cursor - 1)
    session.answerAll()
    #expect(session.state.markedToken == session.state.cursor)
    // Elsewhere nothing follows; coming to the layer marks at once.
    session.state.layer = .order
    #expect(try session.press("l") == [])
    #expect(try session.press(".") == [])
    #expect(session.state.layer == .groups)
    #expect(session.state.markedToken == session.state.cursor)
  }
}
