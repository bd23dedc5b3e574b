import Analysis
import Explorer
import Foundation
import SampleSets
import TerminalUI
import TestSupport
import Testing
import TokenPruning

/// Whole screens, compared with texts under `Tests/Fixtures/explorer`.
///
/// After a change that is meant, run the tests with `RECORD=1`: the texts are written anew, and the
/// tests fail so that nobody takes a recording for a pass. Read the difference before committing it.
@Suite struct ScreenTests {
  /// A screen: what is on it, its size and its colours.
  struct Screen: Sendable, CustomTestStringConvertible {
    let name: String
    let width: Int
    let height: Int
    let tier: ColorTier
    let unicode: Bool
    let make: @Sendable (Screen) throws -> ExplorerSession

    init(
      _ name: String, _ width: Int, _ height: Int, _ tier: ColorTier = .direct,
      unicode: Bool = true, _ make: @escaping @Sendable (Screen) throws -> ExplorerSession
    ) {
      (self.name, self.width, self.height) = (name, width, height)
      (self.tier, self.unicode, self.make) = (tier, unicode, make)
    }

    var testDescription: String {
      "\(name)-\(width)x\(height)-\(tier.rawValue)" + (unicode ? "" : "-ascii")
    }

    /// A session on this screen whose first sample is there.
    func begun(
      _ shelf: [TestSample], missing: [String] = [], isCheap: Bool = false,
      strategies: [String]? = nil, types: [any PruningStrategy.Type]? = nil
    ) -> ExplorerSession {
      .begun(
        shelf, missing: missing, strategies: strategies, budget: .percentage(11.1), width: width,
        height: height, tier: tier, unicode: unicode, isCheap: isCheap, types: types)
    }

    /// A session on this screen before its first event.
    func fresh(_ shelf: [TestSample]) -> ExplorerSession {
      ExplorerSession(
        shelf, budget: .percentage(11.1), width: width, height: height, tier: tier,
        unicode: unicode)
    }
  }

  static let shelf = [TestSamples.bare, TestSamples.street]

  static let sizes: [Screen] = [(80, 24), (120, 40), (200, 60), (40, 12), (24, 8), (20, 5)]
    .flatMap { width, height in
      [ColorTier.direct, .mono].map { tier in
        Screen("overview", width, height, tier) { $0.begun(shelf) }
      }
    }

  /// Every view in every tier where it looks different, and at the sizes that matter.
  static let views: [Screen] = ViewKind.allCases.filter { $0 != .single }.flatMap { view in
    let screens: [(width: Int, height: Int, tier: ColorTier, unicode: Bool)] = [
      (80, 24, .direct, true), (80, 24, .indexed256, true), (80, 24, .mono, true),
      (80, 24, .mono, false), (120, 40, .direct, true), (120, 40, .mono, true),
      (200, 60, .mono, true), (40, 12, .direct, true), (24, 8, .mono, true),
    ]
    // Plots differ less between tiers than pictures do.
    let shown = screens.filter { view.plot == nil || $0.tier != .indexed256 && $0.width != 24 }
    return shown.map { width, height, tier, unicode in
      Screen(view.rawValue, width, height, tier, unicode: unicode) { screen in
        var session = screen.begun(shelf)
        try session.play("3<Tab>2")
        session.send(.action(.show(view)))
        session.answerAll()
        return session
      }
    }
  }

  static let states: [Screen] = [
    Screen("photo", 80, 24) { $0.begun([TestSamples.street]) },
    Screen("ascii", 80, 24, .mono, unicode: false) { $0.begun(shelf) },
    Screen("ascii", 80, 24, unicode: false) { $0.begun(shelf) },
    Screen("heat", 80, 24, .mono) { screen in
      var session = screen.begun(shelf)
      try session.play("t")
      return session
    },
    Screen("loading", 80, 24) { screen in
      var session = screen.fresh(shelf)
      session.send(.start)
      session.send(.slow(kind: .sample, request: 1))
      return session
    },
    Screen("preview", 80, 24) { screen in
      var session = screen.fresh([TestSamples.street])
      session.send(.start)
      session.send(.pictureLoaded(request: 1, .gradient))
      return session
    },
    Screen("refused", 80, 24) { screen in
      var session = screen.begun(shelf, missing: ["broken"])
      try session.play("]]")
      return session
    },
    Screen("refused", 40, 12) { screen in
      var session = screen.begun(shelf, missing: ["broken"])
      try session.play("]]")
      return session
    },
    Screen("pending", 80, 24) { Self.pending($0) },
    Screen("pending", 120, 40) { Self.pending($0) },
    Screen("recomputing", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.press("=")
      session.send(.slow(kind: .evaluation, request: session.state.requests.evaluation))
      return session
    },
    Screen("unavailable", 80, 24) { $0.begun([TestSamples.featured]) },
    Screen("unavailable", 120, 40) { $0.begun([TestSamples.attentive]) },
    Screen("left-out", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.play("23<Tab><Tab><Tab><S-Tab><Esc>")
      return session
    },
    Screen("similarity", 120, 40) { screen in
      var session = screen.begun(shelf)
      try session.play("..gg")
      return session
    },
    Screen("no-order", 120, 40) { screen in
      var session = screen.begun(shelf)
      try session.play("...<S-Tab><S-Tab><S-Tab>")
      return session
    },
    Screen("zoomed", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.play("zzzzG")
      return session
    },
    Screen("help", 80, 24) { try Self.help($0) }, Screen("help", 120, 40) { try Self.help($0) },
    Screen("help", 200, 100, .mono) { try Self.help($0) },
    Screen("help", 24, 8) { try Self.help($0) },
    Screen("help-search", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.play("?/sample")
      return session
    },
    Screen("copied", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.play("vY")
      return session
    },
    Screen("prompt", 80, 24) { screen in
      var session = screen.begun(shelf)
      try session.play("%22%")
      return session
    },
    Screen("message", 80, 24) { screen in
      var session = screen.begun(shelf)
      session.send(.exported("wrote prunescope-exports/bare-agilepruner-64-mask.png and 1 more"))
      return session
    },
    Screen("no-samples", 80, 24) { screen in
      var session = screen.fresh([])
      session.send(.start)
      return session
    },
    Screen("no-samples", 40, 12) { screen in
      var session = screen.fresh([])
      session.send(.start)
      return session
    },
    Screen("single", 80, 24) { $0.begun([TestSamples.single]) },
    Screen("single", 80, 24, .mono) { $0.begun([TestSamples.single]) },
    Screen("tiled", 80, 24) { $0.begun([TestSamples.tiled], isCheap: true) },
    Screen("tiled", 120, 40) { $0.begun([TestSamples.tiled], isCheap: true) },
    Screen("tiled", 80, 24, .mono) { $0.begun([TestSamples.tiled], isCheap: true) },
  ]

  /// What lies over the screen: palette, list of samples, export form.
  static let overlays: [Screen] = [(24, 8), (80, 24), (120, 40), (200, 60)].flatMap {
    width, height in
    [ColorTier.direct, .mono].flatMap { tier in
      [
        Screen("palette", width, height, tier, unicode: tier != .mono) { screen in
          var session = screen.begun(shelf)
          try session.play(":export<Down>")
          return session
        },
        Screen("sample-list", width, height, tier, unicode: tier != .mono) { screen in
          var session = screen.begun(shelf + [TestSamples.featured], missing: ["broken"])
          try session.play("Sj")
          return session
        },
        Screen("export", width, height, tier, unicode: tier != .mono) { screen in
          var session = screen.begun(shelf)
          try session.play("E<Tab><Tab>")
          return session
        },
      ]
    }
  }

  /// Merging strategies, close calls, and strategies that the sample cannot serve.
  static let merging: [Screen] =
    [(80, 24), (120, 40), (200, 60)].flatMap { width, height in
      [ColorTier.direct, .mono].map { tier in
        Screen("groups", width, height, tier) { try Self.groups($0, "") }
      }
    } + [
      Screen("groups", 80, 24, .mono, unicode: false) { try Self.groups($0, "") },
      Screen("groups", 80, 24, unicode: false) { try Self.groups($0, "") },
      Screen("merged-only", 80, 24) { try Self.groups($0, "<S-Tab>") },
      Screen("merged-only", 120, 40, .mono) { try Self.groups($0, "<S-Tab>") },
      Screen("several-groups", 120, 40) { try Self.groups($0, "<Tab>") },
      Screen("unstable", 80, 24) { try Self.groups($0, "<Tab><Tab>,~~") },
      Screen("unstable", 120, 40) { try Self.groups($0, "<Tab><Tab>,~~") },
      Screen("merges-nothing", 80, 24) { try Self.groups($0, "<Tab><Tab>") },
      Screen("in-model", 120, 40) { try Self.groups($0, "<Tab><Tab><Tab>gmtgm") },
    ]
    + [(80, 24), (120, 40), (200, 60)].map { width, height in
      Screen("many", width, height) { screen in
        let names = StrategyCatalog.all.map { $0.name } + TestStrategies.all.map { $0.name }
        var session = screen.begun(
          [TestSamples.featured],
          strategies: names + (1...11).map { "random:seed=\($0)" },
          types: StrategyCatalog.all + TestStrategies.all)
        try session.play("sjjjjjjjj")
        return session
      }
    }

  /// Pins, heads, sinks and tiles.
  static let probing: [Screen] =
    [(80, 24), (120, 40)].flatMap { width, height in
      [ColorTier.direct, .mono].map { tier in
        Screen("pinned", width, height, tier) { try Self.probed($0, "<Enter>JLL<Enter>fjl") }
      }
    } + [
      Screen("pinned", 80, 24, .mono, unicode: false) {
        try Self.probed($0, "<Enter>JLL<Enter>jl")
      },
      Screen("heads", 80, 24) { try Self.probed($0, "ghjj") },
      Screen("heads", 120, 40, .mono) { try Self.probed($0, "ghj") },
      Screen("heads", 40, 12) { try Self.probed($0, "ghj") },
      Screen("sinks", 80, 24) { try Self.sunk($0) },
      Screen("sinks", 120, 40) { try Self.sunk($0) },
      Screen("sinks", 80, 24, .mono) { try Self.sunk($0) },
      Screen("sinks", 80, 24, .mono, unicode: false) { try Self.sunk($0) },
      Screen("one-pin", 80, 24) { try Self.probed($0, "<Enter>JLL") },
      Screen("one-pin", 200, 60) { try Self.probed($0, "f<Enter>JLLvv") },
    ]

  private static func sunk(_ screen: Screen) throws -> ExplorerSession {
    var session = screen.begun([SinkTests.sunk], strategies: ["agilepruner", "fastervlm"])
    try session.play("gg!*")
    return session
  }

  /// A sample of one tile whose tokens are really compared, after some keys.
  private static func probed(_ screen: Screen, _ keys: String) throws -> ExplorerSession {
    var session = screen.begun(
      [TestSamples.bare], strategies: ["agilepruner", "fastervlm", "divprune"])
    try session.play(keys)
    return session
  }

  /// The layer of groups of the second of the tests' strategies, after some keys.
  private static func groups(_ screen: Screen, _ keys: String) throws -> ExplorerSession {
    var session = screen.begun([TestSamples.bare], types: TestStrategies.all)
    try session.play("<Tab>")
    session.state.layer = .groups
    session.state.showsHeat = true
    try session.play("ggjjl" + keys)
    return session
  }

  private static func pending(_ screen: Screen) -> ExplorerSession {
    var session = screen.fresh(shelf)
    session.send(.start)
    session.send(
      .sampleLoaded(request: 1, TestSamples.bare.loaded, TestSamples.bare.summary))
    return session
  }

  private static func help(_ screen: Screen) throws -> ExplorerSession {
    var session = screen.begun(shelf)
    try session.play("?jj")
    return session
  }

  /// What a terminal shows, row by row.
  private static func text(_ screen: Screen, _ grid: CellGrid) -> String {
    (0..<grid.height).map { row in
      let characters = grid.drawnRow(row, unicode: screen.unicode).compactMap(\.character)
      let last = characters.lastIndex { $0 != " " } ?? -1
      return String(characters[...last]) + "\n"
    }.joined()
  }

  @Test(arguments: sizes + views + states + overlays + merging + probing)
  func looksAsItDid(screen: Screen) throws {
    let drawn = Self.text(screen, try screen.make(screen).screen)
    let path = Fixture.path("explorer/\(screen.testDescription).txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
      try drawn.write(toFile: path, atomically: true, encoding: .utf8)
      Issue.record("recorded \(path); read it, then run without RECORD")
      return
    }
    let expected = try String(contentsOfFile: path, encoding: .utf8)
    let rows = zip(
      expected.split(separator: "\n", omittingEmptySubsequences: false),
      drawn.split(separator: "\n", omittingEmptySubsequences: false)
    ).enumerated()
    for (row, (before, now)) in rows where before != now {
      Issue.record("row \(row)\n  was '\(before)'\n  is  '\(now)'")
    }
    #expect(drawn.count { $0 == "\n" } == expected.count { $0 == "\n" })
  }

  /// No recording is left behind by a screen that is no longer drawn.
  @Test func everyRecordingBelongsToAScreen() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Fixture.path("explorer"))
    let names =
      (Self.sizes + Self.views + Self.states + Self.overlays + Self.merging + Self.probing).map {
        $0.testDescription + ".txt"
      }
    #expect(Set(names).count == names.count)
    #expect(Set(files) == Set(names))
  }
}
