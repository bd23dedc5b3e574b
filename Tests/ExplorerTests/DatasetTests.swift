import Analysis
import DataTables
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import TokenFields
import TokenPruning
import Testing

/// The view of the data set, and tables that are joined to samples.
@Suite struct DatasetTests {
  /// Twelve samples that cannot be read, of which a table tells all: erank 10, 20 … 120 and entropy
  /// 3.1, 3.2 … 4.2, every third one wrong.
  static func session(
    width: Int = 120, height: Int = 40, tier: ColorTier = .direct, unicode: Bool = true,
    count: Int = 12
  ) throws -> ExplorerSession {
    var session = ExplorerSession(
      [], missing: (0..<count).map { "s\($0)" }, strategies: ["random", "divprune"], width: width,
      height: height, tier: tier, unicode: unicode)
    session.tables["t.csv"] = try table(count)
    session.state.invocation.tables = ["t.csv"]
    session.send(.start)
    session.answerAll()
    return session
  }

  static func names(_ list: [String]) -> SampleNames {
    SampleNames(list.map { (name: $0, paths: []) })
  }

  static func table(_ count: Int) throws -> SampleTable {
    var builder = SampleTableBuilder(of: names((0..<count).map { "s\($0)" }))
    for index in 0..<count {
      try builder.append(
        [
          ("sample", .text("s\(index)")), ("erank", .number(Double(10 * index + 10))),
          ("entropy", .number(3.1 + Double(index) / 10)), ("erank_average", .number(65)),
          ("correct", .number(index % 3 == 0 ? 0 : 1)), ("loss x", .number(Double(-index))),
          ("kind", .text(["photo", "chart"][index % 2])),
          ("gap", index < 6 ? .number(Double(index * index % 5)) : .missing),
        ], line: index + 1)
    }
    return builder.finish()
  }

  static func shown(_ session: ExplorerSession) -> [String] {
    session.state.shelf.arrangement.shown.map { session.state.samples[$0].name }
  }

  // MARK: Tables

  @Test("what a table tells is known without reading samples")
  func tablesSpareReading() throws {
    var session = try Self.session()
    #expect(session.state.shelf.facts.values.allSatisfy { $0.isWhole })
    #expect(session.state.shelf.facts[session.state.samples[11]]?.isComplex == true)
    #expect(session.state.shelf.facts[session.state.samples[0]]?.isComplex == false)
    let effects = try session.press("D") + session.press("S")
    #expect(!effects.contains { if case .survey = $0 { true } else { false } })
    #expect(session.state.shelf.survey == nil)
  }

  @Test("what no table tells is looked into once tables are read, and no sooner")
  func theRestIsLookedInto() throws {
    var session = ExplorerSession(
      [TestSamples.small, TestSamples.bare], missing: ["s0"], strategies: ["random"])
    var builder = SampleTableBuilder(of: Self.names(["small", "bare", "s0"]))
    try builder.append(
      [("id", .text("s0")), ("erank", .number(5)), ("entropy", .number(1))], line: 1)
    session.tables["t"] = builder.finish()
    session.state.invocation.tables = ["t", "missing"]
    session.state.view = .dataset
    let begin = session.send(.start)
    #expect(!begin.contains { if case .survey = $0 { true } else { false } })
    session.answerAll()
    #expect(session.state.invocation.tables == ["t"])
    #expect(session.state.message == "missing: no such file or folder")
    #expect(session.state.shelf.facts[session.state.samples[2]]?.erank == 5)
    #expect(session.state.shelf.facts[TestSamples.bare.reference]?.isWhole == true)
    #expect(session.state.datasetView.selected == nil && session.state.shelf.survey == nil)
  }

  @Test("samples are ordered by a column, with unknown ones last")
  func sorted() throws {
    var session = try Self.session()
    try session.play("gogap<Enter>")
    #expect(session.state.order == .column)
    // 0, 1, 4, 4, 1, 0 and then nothing.
    #expect(
      Self.shown(session) == [0, 5, 1, 4, 2, 3, 6, 7, 8, 9, 10, 11].map { "s\($0)" })
    #expect(session.state.message == "samples by gap")
    try session.play("O")
    #expect(Self.shown(session).prefix(2) == ["s2", "s3"] && Self.shown(session).last == "s11")
    try session.play("S")
    #expect(session.screen.text.contains("gap"))
    // The cycle ends with the column that was chosen last.
    try session.play("<Esc>o")
    #expect(session.state.order == .given)
    try session.play("oooo")
    #expect(session.state.order == .column)
    try session.play("gokind<Enter>")
    #expect(Self.shown(session).prefix(2) == ["s1", "s3"])
  }

  static let filters: [(filter: String, names: [Int])] = [
    ("correct=0", [0, 3, 6, 9]), ("!correct=0 erank<60", [1, 2, 4]), ("correct=no", [0, 3, 6, 9]),
    ("kind=chart erank>=100", [9, 11]), ("kind!=CHART erank>=100", [10]), ("gap>3", [2, 3]),
    ("!gap>3", [0, 1, 4, 5]), ("\"loss x\"<=-10", [10, 11]), ("gap=1", [1, 4]),
    ("erank!=90 erank>70", [7, 9, 10, 11]), ("!erank!=90", [8]), ("entropy!=4 erank>90", [10, 11]),
    ("erank_average=65 s11", [11]), ("kind>1", []), ("gap!=0 gap!=4", [1, 4]),
  ]

  @Test("a filter compares any column", arguments: filters)
  func filtered(filter: String, names: [Int]) throws {
    var session = try Self.session()
    try session.play("F<C-u>")
    for character in filter { session.send(.key(.character(character))) }
    try session.play("<Enter>")
    #expect(session.state.filter == filter)
    #expect(Self.shown(session) == names.map { "s\($0)" })
  }

  @Test("a column that is not there is told")
  func unknownColumns() throws {
    var session = try Self.session()
    try session.play("Flosses=1<Enter>")
    #expect(session.state.filter.isEmpty)
    #expect(
      session.state.message
        == "no table has a column 'losses'; quotes make it a part of the name")
    try session.play("goloss<Enter>")
    #expect(session.state.message == "no table has a column 'loss'; there is 'loss x'")
    try session.play("ga<C-u>entropy<Space>kind<Enter>")
    #expect(session.state.message == "'kind' holds texts; an axis needs numbers")
    try session.play("ga<C-u>entropy<Enter>")
    #expect(session.state.message == "'entropy' names no two columns; type entropy erank")
    #expect(session.state.axes == DatasetAxes())
  }

  @Test(
    "a column that was asked for with the session and is not there is told once tables are read",
    arguments: ["color", "sort", "filter", "axes"])
  func unknownFromTheStart(choice: String) throws {
    for hasTable in [true, false] {
      var session = ExplorerSession(
        [TestSamples.small], missing: ["s0", "s1"], strategies: ["random"])
      switch choice {
      case "color": session.state.colorColumn = "gaps"
      case "sort":
        session.state.order = .column
        session.state.sortColumn = "gaps"
      case "filter": session.state.filter = "gaps>3"
      default: session.state.axes = DatasetAxes(x: "gaps", y: "erank")
      }
      if hasTable {
        session.tables["t.csv"] = try Self.table(2)
        session.state.invocation.tables = ["t.csv"]
      }
      session.send(.start)
      #expect((session.state.message == nil) == hasTable)
      session.answerAll()
      let hint = hasTable ? "" : "; join a table first"
      #expect(session.state.message == "no table has a column 'gaps'\(hint)")
    }
  }

  @Test("rows that no single sample can take are told")
  func rowsPassedOver() throws {
    var session = try Self.session()
    var builder = SampleTableBuilder(
      of: Self.names(["s0", "s0", "s1"]))
    try builder.append([("sample", .text("s0")), ("v", .number(1))], line: 1)
    try builder.append(
      [
        ("sample", .text("s1")), ("label", .text("tome")), ("keep", .missing),
        ("refusal", .text("no keys")), ("v", .number(1)),
      ], line: 2)
    session.tables["u"] = builder.finish()
    try session.play(":table<Space>u<Enter>")
    #expect(
      session.state.message
        == "u: 1 columns of 1 of 12 samples; 1 rows have a name that several samples share; "
        + "1 rows of refused strategies passed over")
  }

  @Test("commands join, sort, colour and choose axes")
  func commands() throws {
    var session = try Self.session()
    try session.play(":color<Space>kind<Enter>")
    #expect(session.state.colorColumn == "kind")
    try session.play(":sort<Space>gap<Enter>:axes<Space>correct<Space>gap<Enter>")
    #expect(session.state.sortColumn == "gap")
    #expect(session.state.axes == DatasetAxes(x: "correct", y: "gap"))
    session.tables["more.jsonl"] = try Self.table(12)
    try session.play(":table<Space>more.jsonl<Enter>")
    #expect(session.state.invocation.tables == ["t.csv", "more.jsonl"])
    #expect(session.state.message == "more.jsonl: 7 columns of 12 of 12 samples")
    try session.play("Y")
    #expect(
      session.state.notice?.text.contains(
        "--table t.csv --table more.jsonl") == true
        || session.state.message?.contains("--table") == true)
  }

  // MARK: Dots

  @Test("moving goes to the nearest dot in its direction")
  func moves() throws {
    var session = try Self.session()
    try session.play("D")
    #expect(session.state.view == .dataset && session.state.datasetView.selected == nil)
    // The dots rise from left to right, from the sample on screen, which is the first.
    try session.play("l")
    #expect(session.state.datasetView.selected == 1)
    try session.play("k")
    #expect(session.state.datasetView.selected == 2)
    try session.play("h")
    #expect(session.state.datasetView.selected == 1)
    try session.play("$")
    #expect(session.state.datasetView.selected == 11)
    try session.play("l")
    #expect(session.state.datasetView.selected == 11)
    #expect(session.state.message == "no dot lies further on")
    try session.play("ggG")
    #expect(session.state.datasetView.selected == 0)
    try session.play("L")
    #expect(session.state.datasetView.selected == 2)
    #expect(session.screen.text.contains("s2"))
    try session.play("<Enter>")
    #expect(session.state.view == .single && session.state.sampleIndex == 2)
  }

  @Test("a rectangle becomes a filter that takes the place of the last one")
  func brush() throws {
    var session = try Self.session()
    try session.play("D0llWll")
    #expect(session.screen.text(row: 0).contains("3 in the rectangle"))
    try session.play("W")
    #expect(
      session.state.filter == "erank>=30.00 erank<=50.00 entropy>=3.300 entropy<=3.500")
    #expect(Self.shown(session) == ["s2", "s3", "s4"])
    #expect(session.screen.text(row: 0).contains("3 pass erank>=30.00"))
    // Steps and dots go through what passes alone.
    #expect(session.state.sampleIndex == 2)
    try session.play("]]")
    #expect(session.state.sampleIndex == 4 && session.state.datasetView.selected == 4)
    try session.play("hWhW")
    #expect(Self.shown(session) == ["s2", "s3"])
    #expect(
      session.state.filter == "erank>=30.00 erank<=40.00 entropy>=3.300 entropy<=3.400")
    try session.play("u")
    #expect(Self.shown(session).count == 3)
    try session.play("F<C-u>kind=photo<Enter>0WllW")
    #expect(session.state.filter.hasPrefix("kind=photo erank>=10.00 "))
    // Escape takes a rectangle away, then the view.
    try session.play("W<Esc>")
    #expect(session.state.view == .dataset)
    try session.play("<Esc>")
    #expect(session.state.view == .single)
  }

  @Test("a filter of a rectangle leaves out nothing inside", arguments: 0..<40)
  func bounds(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let values = (0..<30).map { _ in
      (
        (generator.nextUnit() - 0.3) * [1e-6, 0.01, 1, 400, 1e7][Int(seed % 5)],
        generator.nextUnit()
      )
    }
    var session = ExplorerSession(
      [], missing: values.indices.map { "s\($0)" }, strategies: ["random"])
    var builder = SampleTableBuilder(of: Self.names(values.indices.map { "s\($0)" }))
    for (index, value) in values.enumerated() {
      try builder.append(
        [("id", .text("s\(index)")), ("x", .number(value.0)), ("y", .number(value.1))],
        line: index + 1)
    }
    session.tables["t"] = builder.finish()
    session.state.invocation.tables = ["t"]
    session.state.axes = DatasetAxes(x: "x", y: "y")
    session.state.view = .dataset
    session.send(.start)
    session.answerAll()
    try session.play("0W$W")
    let (first, last) = (
      values.indices.min { values[$0].0 < values[$1].0 } ?? 0,
      values.indices.max { values[$0].0 < values[$1].0 } ?? 0
    )
    let inside = values.indices.filter {
      (min(values[first].1, values[last].1)...max(values[first].1, values[last].1))
        .contains(values[$0].1)
    }
    let shown = Set(session.state.shelf.arrangement.shown)
    #expect(shown.isSuperset(of: inside), "\(session.state.filter)")
  }

  @Test("a rectangle over columns whose names compare is a filter of these columns")
  func brushOfLabels() throws {
    let names = ["erank_kept@agilepruner:tau=0.05@64", "v!<>"]
    var session = ExplorerSession([], missing: ["s0", "s1", "s2"], strategies: ["random"])
    var builder = SampleTableBuilder(of: Self.names(["s0", "s1", "s2"]))
    for index in 0..<3 {
      try builder.append(
        [
          ("id", .text("s\(index)")), (names[0], .number(Double(index))),
          (names[1], .number(Double(index))),
        ], line: index + 1)
    }
    session.tables["t"] = builder.finish()
    session.state.invocation.tables = ["t"]
    session.state.axes = DatasetAxes(x: names[0], y: names[1])
    session.state.view = .dataset
    session.send(.start)
    session.answerAll()
    try session.play("0WlW")
    #expect(Self.shown(session) == ["s0", "s1"])
    try session.play("0WW")
    #expect(Self.shown(session) == ["s0"], "\(session.state.filter)")
  }

  @Test("a rectangle over other axes is let go when axes are taken back")
  func brushAndUndo() throws {
    var session = try Self.session()
    try session.play("D:axes<Space>correct<Space>gap<Enter>0")
    let cursor = try #require(session.screen.cursor)
    session.send(.mouse(MouseEvent(.press, column: cursor.column, row: cursor.row)))
    session.send(.mouse(MouseEvent(.drag, column: cursor.column + 9, row: cursor.row + 3)))
    #expect(session.screen.text(row: 0).contains("in the rectangle"))
    while session.state.axes != DatasetAxes() { try session.play("u") }
    #expect(!session.screen.text(row: 0).contains("in the rectangle"))
    session.send(.mouse(MouseEvent(.release, column: cursor.column, row: cursor.row)))
    #expect(session.state.filter.isEmpty)
  }

  @Test("values as far apart as numbers are have places")
  func farApart() throws {
    for ends in [(-1.0, 1.0), (0, 1), (-1, 0), (1, 1)] {
      var session = ExplorerSession([], missing: ["s0", "s1", "s2"], strategies: ["random"])
      var builder = SampleTableBuilder(of: Self.names(["s0", "s1", "s2"]))
      for (index, value) in [ends.0, 0.5, ends.1].enumerated() {
        try builder.append(
          [
            ("id", .text("s\(index)")), ("x", .number(value * .greatestFiniteMagnitude)),
            ("y", .number(Double(index))),
          ], line: index + 1)
      }
      session.tables["t"] = builder.finish()
      session.state.invocation.tables = ["t"]
      session.state.axes = DatasetAxes(x: "x", y: "y")
      session.state.colorColumn = "x"
      session.state.view = .dataset
      session.send(.start)
      session.answerAll()
      try session.play("0W$WU")
      LayoutLaws.check(session)
    }
  }

  @Test("the mouse selects the nearest dot, and a drag draws the rectangle")
  func mouse() throws {
    var session = try Self.session()
    try session.play("D$")
    let cursor = try #require(session.screen.cursor)
    try session.play("0")
    session.send(.mouse(MouseEvent(.press, column: cursor.column, row: cursor.row)))
    #expect(session.state.datasetView.selected == 11)
    session.send(.mouse(MouseEvent(.release, column: cursor.column, row: cursor.row)))
    #expect(session.state.filter.isEmpty)
    session.send(.mouse(MouseEvent(.press, column: cursor.column + 1, row: cursor.row - 1)))
    session.send(.mouse(MouseEvent(.drag, column: cursor.column - 30, row: cursor.row + 14)))
    session.send(.mouse(MouseEvent(.drag, column: -50, row: 500)))
    session.send(.mouse(MouseEvent(.drag, column: cursor.column - 30, row: cursor.row + 14)))
    #expect(session.screen.text(row: 0).contains("in the rectangle"))
    session.send(.mouse(MouseEvent(.release, column: 0, row: 0)))
    session.answerAll()
    #expect(session.state.filter.hasPrefix("erank>="))
    #expect(Self.shown(session).contains("s11") && Self.shown(session).count < 12)
  }

  // MARK: What is kept

  @Test("kept patches are counted over what passes, and a step asks anew")
  func keptMap() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.featured, TestSamples.bare], missing: ["broken"],
      strategies: ["random", "divprune"])
    try session.play("U")
    #expect(session.state.message == "the data set is not shown; D shows it")
    try session.play("DU")
    let kept = try #require(session.state.datasetView.kept)
    #expect(kept.isWhole && kept.samples == 2 && kept.otherGrids == 1 && kept.refused == 1)
    #expect(kept.counts.reduce(0, +) == 2 * 6)
    #expect(session.screen.text.contains("over 2 samples"))
    try session.play("=")
    #expect(session.state.datasetView.kept?.counts.reduce(0, +) == 2 * 7)
    try session.press("<Tab>")
    #expect(session.state.datasetView.kept?.isWhole == false)
    try session.press("<Esc>")
    #expect(session.state.datasetView.kept?.isWhole == true)
    session.answerAll()
    #expect(session.state.datasetView.kept?.samples == 0 && session.state.view == .dataset)
    let effects = try session.press("U")
    #expect(!effects.contains { if case .countKept(_, .some) = $0 { true } else { false } })
  }

  @Test("a map that was stopped is counted anew, and its title is that of what was counted")
  func keptMapAgain() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.featured], strategies: ["random", "divprune"])
    try session.play("D")
    try session.press("U<Esc>U")
    session.answerAll()
    #expect(session.state.datasetView.kept?.samples == 0 && !session.state.datasetView.showsMap)
    try session.play("U")
    #expect(session.state.datasetView.kept?.samples == 2)
    #expect(session.screen.text.contains("kept by random at 6"))
    // While a rectangle is open, nothing new is asked.
    try session.play("W<Tab>")
    #expect(session.state.current == 1)
    #expect(session.screen.text.contains("kept by random at 6"))
    try session.play("W")
    #expect(session.screen.text.contains("kept by divprune at 6"))
  }

  @Test("another order of the same samples counts nothing anew")
  func keptMapInOrder() throws {
    var session = ExplorerSession.begun(
      [TestSamples.small, TestSamples.featured], strategies: ["random", "divprune"])
    try session.play("DU")
    let effects = try session.press("O")
    #expect(session.state.shelf.arrangement.shown == [1, 0])
    #expect(!effects.contains { if case .countKept = $0 { true } else { false } })
  }

  // MARK: Every screen

  static let sizes = [
    (1, 1), (24, 8), (25, 9), (40, 12), (59, 16), (60, 16), (71, 20), (72, 24), (80, 24), (120, 40),
    (150, 16), (200, 60), (300, 100), (24, 60),
  ]

  @Test(
    "every size draws inside of the screen, with the sample under the cursor named",
    arguments: sizes)
  func everySize(width: Int, height: Int) throws {
    for (tier, unicode) in [
      (ColorTier.direct, true), (.mono, true), (.mono, false), (.ansi16, true), (.indexed256, true),
    ] {
      var session = try Self.session(width: width, height: height, tier: tier, unicode: unicode)
      for keys in [
        "D", "gcgap<Enter>", "gckind<Enter>", "lll", "W", "k", "W", "U", "F<C-u>zz<Enter>",
      ] {
        try session.play(keys)
        LayoutLaws.check(session)
        if width >= 40, height >= 16, keys == "lll" {
          #expect(session.screen.text.contains("s3"))
        }
      }
    }
  }

  @Test("the split is told without Unicode, too", arguments: [true, false])
  func split(unicode: Bool) throws {
    var session = try Self.session(unicode: unicode)
    try session.play("D")
    #expect(session.screen.text.contains("complex \(unicode ? "≥" : "from") 65.0: 6"))
  }

  @Test("a column without values, or with one, is drawn all the same")
  func degenerate() throws {
    var session = try Self.session(count: 1)
    try session.play("Dgcgap<Enter>lhjkW$WU")
    LayoutLaws.check(session)
    session = ExplorerSession([])
    session.send(.start)
    session.state.view = .dataset
    try session.play("lWU]<Enter>")
    LayoutLaws.check(session)
    session = try Self.session()
    session.state.axes = DatasetAxes(x: "kind", y: "nothing")
    try session.play("DlW")
    #expect(
      session.screen.text.contains("no table has a column 'nothing'")
        || session.screen.text.contains("'kind' holds texts"))
  }

  @Test("ten thousand samples are shown, walked and filtered")
  func tenThousand() throws {
    var session = try Self.session(count: 10_000)
    try session.press("D$hhkkWHHW")
    #expect(!session.state.filter.isEmpty)
    #expect(!session.state.shelf.arrangement.shown.isEmpty)
    #expect(session.screen.text(row: 0).contains("data set: 10000 samples"))
  }
}
