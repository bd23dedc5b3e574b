import Analysis
import Explorer
import SampleSets
import TerminalUI
import TokenPruning
import Testing

/// Command lines that give what is on screen again.
@Suite struct CommandTextTests {
  static func session(_ sample: TestSample = TestSamples.small) -> ExplorerSession {
    .begun([sample, TestSamples.bare], strategies: ["random:seed=3", "divprune", "scope"])
  }

  static func copied(_ session: inout ExplorerSession, _ keys: String) throws -> String? {
    for case .copy(let text) in try session.press(keys) { return text }
    return nil
  }

  static let lines: [(before: String, keys: String, line: String)] = [
    ("", "y", "prunescope select samples/small.npz --strategy random:seed=3 --keep 6"),
    ("<Tab>%50%<Enter>", "y", "prunescope select samples/small.npz --strategy divprune --keep 50%"),
    ("v", "y", "prunescope select samples/small.npz --strategy random:seed=3,divprune --keep 6"),
    (
      "gm", "y",
      "prunescope select samples/small.npz --strategy random:seed=3 --keep 6 --model llava-1.5-13b"
    ),
    (
      "", "gy",
      "prunescope export samples/small.npz --strategy random:seed=3 --keep 6 --kind mask,overlay "
        + "--output out"
    ),
    (
      "ggcv>", "Y",
      "prunescope explore a b --strategy random:seed=3,divprune,scope --keep 6 --recursive --per-tile "
        + "--patch 0 --view split --head 1 --color-map grey"
    ),
    (
      "]<Tab>2gxGoF!x<Enter>t", "Y",
      "prunescope explore a b --strategy random:seed=3,divprune,scope --keep 6 --recursive --per-tile "
        + "--sample bare --current divprune --leave-out divprune --patch 575 --order name "
        + "--filter '!x' --no-heat"
    ),
  ]

  @Test(arguments: lines)
  func saysWhatIsOnScreen(before: String, keys: String, line: String) throws {
    var session = Self.session()
    session.state.invocation = Invocation(
      paths: ["a", "b"], options: keys == "Y" ? ["--recursive"] : [])
    session.state.isPerTile = keys == "Y"
    try session.play(before)
    #expect(try Self.copied(&session, keys) == line)
    // What does not fit the lowest line is shown in a box.
    let shown = session.screen.text.filter { $0 != "\n" && $0 != " " && $0 != "│" }
    #expect(shown.contains(line.filter { $0 != " " }))
    try session.press("<Esc>")
    #expect(session.state.notice == nil)
  }

  @Test(arguments: [
    ("a b", "'a b'"), ("it's", "'it'\\''s'"), ("", "''"), ("a\nb", "$'a\\012b'"),
    ("\u{1B}]0;x\u{7}'", "$'\\033]0;x\\007\\''"), ("$(reboot)", "'$(reboot)'"), ("漢", "'漢'"),
    ("-x", "./-x"), ("~", "'~'"), ("a;b", "'a;b'"), ("a\u{85}", "$'a\\302\\205'"),
  ])
  func wordsMeanThemselvesToAShell(path: String, word: String) throws {
    var session = Self.session()
    session.state.invocation = Invocation(paths: [path])
    let line = try #require(try Self.copied(&session, "Y"))
    #expect(line.hasPrefix("prunescope explore \(word) --strategy"), "\(line)")
    #expect(
      line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
  }

  @Test func aBudgetLargerThanTheSampleIsAllOfIt() throws {
    var session = Self.session()
    session.state.budget = .count(500)
    #expect(try Self.copied(&session, "y")?.hasSuffix("--keep 24") == true)
  }

  /// What the line of a screen says begins a session with the same choices.
  @Test func whatIsWantedByNameBeginsTheSameSession() throws {
    var session = Self.session()
    try session.play("]<Tab>2gxGmaoF!x<Enter>t>Rvcab.<Space>z")
    var other = ExplorerSession(
      [TestSamples.small, TestSamples.bare], strategies: ["scope", "random:seed=3", "divprune"])
    #expect(other.state.begin(with: session.state.wanted) == [])
    other.send(.start)
    other.answerAll()
    #expect(other.state.wanted == session.state.wanted)
    #expect(other.state.cursor == 575 && other.state.marks["a"]?.token == 575)
  }

  @Test func whatIsMissingIsSaid() throws {
    var wanted = WantedChoices()
    wanted.sample = "gone"
    wanted.current = "tome"
    wanted.compared = ["tome", "divprune", "divprune"]
    wanted.leftOut = ["divprune", "scope", "bat"]
    wanted.marks = ["a": (sample: "gone", token: 3), "b": (sample: "bare", token: -1)]
    wanted.opacity = 1000
    wanted.zoom = -5
    wanted.patch = -3
    wanted.head = 0
    var session = ExplorerSession([TestSamples.bare], strategies: ["scope", "divprune"])
    #expect(
      session.state.begin(with: wanted) == [
        "sample 'gone'", "strategy 'tome'", "strategy 'bat'", "mark a on 'gone'",
        "mark b on 'bare'",
      ])
    #expect(session.state.compared == [1] && session.state.leftOut == [0])
    #expect(session.state.opacity == 35 && session.state.zoom == 0 && session.state.head == nil)
    session.send(.start)
    session.answerAll()
    #expect(session.state.cursor == 300)
  }

  @Test func aHeadAndAPatchThatThereAreNotAreLetGo() throws {
    var wanted = WantedChoices()
    wanted.patch = 1 << 40
    wanted.head = 99
    var session = ExplorerSession([TestSamples.small], strategies: ["scope"])
    _ = session.state.begin(with: wanted)
    session.send(.start)
    session.answerAll()
    #expect(session.state.cursor == 23 && session.state.head == nil)
  }
}
