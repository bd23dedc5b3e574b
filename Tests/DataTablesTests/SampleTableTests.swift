import DataTables
import Testing

/// Tables that are joined to samples by name.
@Suite struct SampleTableTests {
  static let names = SampleNames([
    (name: "a", paths: ["set/a.npz", "set/a.png"]), (name: "COCO_val2014_000000000139", paths: []),
    (name: "b.v2x", paths: []), (name: "p02", paths: []), (name: "twin", paths: ["x/twin.png"]),
    (name: "twin", paths: ["y/twin.png"]),
  ])

  @Test(
    "a sample is meant by its name, a path, a stem, or the number at its end",
    arguments: [
      ("a", 0), ("set/a.png", 0), ("elsewhere/a.jpg", 0), ("a.jpeg", 0), ("139", 1), ("0139", 1),
      ("COCO_val2014_000000000139.jpg", 1), ("b.v2x", 2), ("2", 3), ("x/twin.png", 4),
      ("y/twin.png", 5), ("twin", nil), ("twin.png", nil), ("13", nil), ("", nil), ("A", nil),
      ("-2", nil), ("b", nil), ("x", nil), ("99999999999999999999", nil),
    ] as [(String, Int?)])
  func meaning(key: String, sample: Int?) {
    #expect(Self.names.index(of: key) == sample)
  }

  static func table(_ lines: [String]) throws -> SampleTable {
    var builder = SampleTableBuilder(of: names)
    for (index, line) in lines.enumerated() {
      let row = try DataTable.values(
        ofJSON: Array(line.utf8)[...], line: index + 1, where: SampleTableBuilder.reads)
      try builder.append(row, line: index + 1)
    }
    return builder.finish()
  }

  static func problem(_ lines: [String]) -> DataTableProblem? {
    do {
      _ = try table(lines)
      return nil
    } catch {
      return error as? DataTableProblem
    }
  }

  @Test("one row of a sample gives its values, and rows of no sample are counted")
  func plain() throws {
    let table = try Self.table([
      #"{"image_id":139,"correct":true,"loss":0.5,"answer":"no"}"#,
      #"{"image_id":2,"correct":false,"loss":null,"answer":"no"}"#,
      #"{"image_id":7,"correct":false,"loss":9}"#,
    ])
    #expect(table.columns.map(\.name) == ["correct", "loss", "answer"])
    #expect(table.columns.map(\.kind) == [.flag, .number, .text])
    #expect(table.matched == 2 && table.strangers == 1 && table.groups.isEmpty)
    #expect(table["correct"]?.value(of: 1) == .flag(true))
    #expect(table["correct"]?.value(of: 3) == .flag(false))
    #expect(table["loss"]?.value(of: 3) == .missing && table["loss"]?.value(of: 1) == .number(0.5))
    #expect(table["answer"]?.words == ["no"])
    #expect(table["answer"]?.value(of: 0) == .missing && table["answer"]?.value(of: 9) == .missing)
    #expect(table["image_id"] == nil)
  }

  @Test("what differs between a sample's rows is parted by strategy and budget")
  func survey() throws {
    let rows = [
      #"{"sample":"a","erank_input":80,"verdict":"simple","label":"divprune","strategy":"divprune","keep":64,"erank_kept":20,"erank_output":null,"kept":[1,2]}"#,
      #"{"sample":"a","erank_input":80,"verdict":"simple","label":"tome:x=1","strategy":"tome","keep":64,"erank_kept":null,"erank_output":21,"kept":null}"#,
      #"{"sample":"p02","erank_input":99,"verdict":"complex","label":"divprune","strategy":"divprune","keep":64,"erank_kept":25,"erank_output":null,"kept":[3]}"#,
      #"{"sample":"p02","erank_input":99,"condition":"blur","label":"divprune","strategy":"divprune","keep":64,"erank_kept":1}"#,
    ]
    let table = try Self.table(rows)
    #expect(
      table.columns.map(\.name) == [
        "erank_input", "verdict", "erank_kept@divprune@64", "erank_output@tome:x=1@64",
      ])
    #expect(table.groups == ["divprune@64", "tome:x=1@64"])
    #expect(table.conditions == 1 && table.matched == 2)
    #expect(table["erank_kept@divprune@64"]?.value(of: 0) == .number(20))
    #expect(table["erank_kept@divprune@64"]?.value(of: 3) == .number(25))
    #expect(table["erank_output@tome:x=1@64"]?.value(of: 0) == .number(21))
    #expect(table["erank_output@tome:x=1@64"]?.value(of: 3) == .missing)
  }

  /// Whichever row differs first, the same columns come out: every value is where its row says.
  @Test("every value of a survey is found again, in whatever order rows come", arguments: 0..<20)
  func everyValue(seed: Int) throws {
    var state = UInt64(seed) &* 2_654_435_761 &+ 1
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let samples = ["a", "p02", "b.v2x"]
    var rows: [(sample: String, group: String, line: String, values: [String: Int])] = []
    for sample in samples {
      for label in ["x", "y"] {
        for keep in [8, 16] where next(4) > 0 {
          var values: [String: Int] = [:]
          for column in ["q", "r"] where next(3) > 0 { values[column] = next(2) }
          let fields = values.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
          let head = "\"sample\":\"\(sample)\",\"label\":\"\(label)\",\"keep\":\(keep)"
          rows.append(
            (sample, "\(label)@\(keep)", "{\(([head] + fields).joined(separator: ","))}", values))
        }
      }
    }
    for place in rows.indices.reversed() where place > 0 { rows.swapAt(place, next(place + 1)) }
    let table = try Self.table(rows.map(\.line))
    for row in rows {
      let sample = try #require(Self.names.index(of: row.sample))
      for column in ["q", "r"] {
        let found = table[column] ?? table["\(column)@\(row.group)"]
        #expect(found?.value(of: sample).number == row.values[column].map(Double.init), "\(row)")
      }
    }
  }

  @Test("a column of numbers and texts is one of texts")
  func mixture() throws {
    let table = try Self.table([
      #"{"name":"a","v":1.5}"#, #"{"name":"p02","v":"x"}"#, #"{"name":"b.v2x","v":true}"#,
    ])
    #expect(table["v"]?.kind == .text)
    #expect(table["v"]?.value(of: 0) == .text("1.5") && table["v"]?.value(of: 2) == .text("true"))
  }

  @Test("a second row of a sample is refused with both lines")
  func twice() {
    let plain = Self.problem([#"{"id":"a","v":1}"#, #"{"id":"p02"}"#, #"{"id":"a","v":2}"#])
    #expect(plain?.line == 3 && plain?.reason.hasPrefix("'a' has a row on line 1 already") == true)
    let survey = Self.problem([
      #"{"sample":"a","label":"x","keep":1,"v":2}"#, #"{"sample":"a","label":"x","keep":1,"v":3}"#,
    ])
    #expect(
      survey?.line == 2 && survey?.reason.hasPrefix("'a' has a row of x@1 on line 1") == true)
    // Answers have labels, too, but no budget.
    #expect(
      Self.problem([#"{"image":"a","label":"yes"}"#, #"{"image":"a","label":"no"}"#])?.line == 2)
  }

  @Test("a row that says again what one said is no second row", arguments: [1, 2])
  func again(budgets: Int) throws {
    let rows = [
      #"{"sample":"a","label":"x","keep":1,"v":2,"w":null}"#,
      #"{"sample":"p02","refusal":"not found"}"#,
      #"{"sample":"a","label":"x","keep":2,"v":3,"w":7}"#,
    ]
    let once = budgets == 1 ? Array(rows.prefix(2)) : rows
    let table = try Self.table(once + once)
    let columns = try Self.table(once).columns.map(\.name)
    #expect(table.matched == 2 && table.columns.map(\.name) == columns)
    #expect((table["v"] ?? table["v@x@1"])?.value(of: 0) == .number(2))
    #expect(Self.problem(rows + [#"{"sample":"a","label":"x","keep":1,"v":2,"w":7}"#])?.line == 4)
    #expect(Self.problem(rows + [#"{"sample":"a","label":"x","keep":1,"v":2,"z":7}"#])?.line == 4)
    #expect(Self.problem(rows + [#"{"sample":"p02","refusal":"damaged"}"#])?.line == 4)
  }

  @Test("a row without a strategy keeps its values, wherever it stands", arguments: 0..<6)
  func groupless(order: Int) throws {
    let rows = [
      #"{"sample":"a","label":"x","keep":1,"v":2}"#, #"{"sample":"a","label":"y","keep":1,"v":3}"#,
      #"{"sample":"p02","label":null,"keep":null,"v":4,"refusal":"damaged"}"#,
    ]
    var left = rows
    let first = left.remove(at: order / 2)
    let table = try Self.table([first, left[order % 2], left[1 - order % 2]])
    #expect(table["v"]?.value(of: 3) == .number(4) && table["v"]?.value(of: 0) == .missing)
    #expect(table["v@x@1"]?.value(of: 0) == .number(2) && table["v@x@1"]?.value(of: 3) == .missing)
    #expect(table["v@y@1"]?.value(of: 0) == .number(3) && table["v@y@1"]?.value(of: 3) == .missing)
    #expect(table["refusal"]?.value(of: 3) == .text("damaged") && table.matched == 2)
  }

  @Test("rows of refused strategies are passed over, and what they tell of the sample stays")
  func refusedStrategies() throws {
    let refused = #""label":"tome","keep":null,"erank_kept":null,"refusal":"no keys""#
    let table = try Self.table([
      "{\"sample\":\"a\",\"erank_input\":80,\(refused)}",
      "{\"sample\":\"a\",\"erank_input\":80,\(refused)}",
      #"{"sample":"p02","erank_input":90,"label":"x","keep":8,"erank_kept":20,"refusal":null}"#,
      "{\"sample\":\"p02\",\"erank_input\":90,\(refused)}",
      #"{"sample":"p02","erank_input":90,"label":"x","keep":9,"erank_kept":21,"refusal":null}"#,
    ])
    #expect(table.refusals == 3 && table.matched == 2 && table.groups == ["x@8", "x@9"])
    #expect(table["erank_input"]?.value(of: 0) == .number(80))
    #expect(table["erank_input"]?.value(of: 3) == .number(90))
    #expect(table["erank_kept@x@8"]?.value(of: 3) == .number(20) && table["refusal"] == nil)
  }

  @Test("of samples that share a name, the source decides")
  func sharedNames() throws {
    let table = try Self.table([
      #"{"sample":"twin","source":"y/twin.png","v":1}"#,
      #"{"sample":"twin","source":"x/twin.png","v":2}"#,
      #"{"sample":"twin","source":"z/twin.png","v":3}"#, #"{"sample":"twin","v":4}"#,
      #"{"sample":"nobody","source":"z/nobody.png","v":5}"#,
    ])
    #expect(table["v"]?.value(of: 5) == .number(1) && table["v"]?.value(of: 4) == .number(2))
    #expect(table.matched == 2 && table.shared == 2 && table.strangers == 1)
  }

  @Test("groups count as memory")
  func manyGroups() throws {
    var builder = SampleTableBuilder(
      of: SampleNames((0..<(1 << 17)).map { (name: "s\($0)", paths: []) }))
    let error = #expect(throws: DataTableProblem.self) {
      for keep in 1...2000 {
        try builder.append(
          [
            ("sample", .text("s\(keep)")), ("label", .text("x")), ("keep", .number(Double(keep))),
          ], line: keep)
      }
    }
    #expect(error?.line == 1025)
  }

  @Test("a table that names no samples is refused")
  func nameless() {
    #expect(Self.problem([#"{"v":1}"#])?.reason.hasPrefix("no column names the samples") == true)
    #expect(Self.problem([#"{"id":null,"v":1}"#])?.reason == "'id' names no sample")
  }

  @Test("of two tables' columns with a name, the later one's stay")
  func joined() throws {
    let first = try Self.table([#"{"id":"a","v":1,"w":2}"#])
    let both = first.joined(with: try Self.table([#"{"id":"a","v":3,"x":4}"#]))
    #expect(both.columns.map(\.name) == ["v", "w", "x"])
    #expect(both["v"]?.value(of: 0) == .number(3) && both["w"]?.value(of: 0) == .number(2))
  }

  // MARK: Lines of CSV and TSV

  static func rows(_ text: String, isTabbed: Bool = false) throws -> [[String]] {
    var rows = DelimitedRows(isTabbed: isTabbed)
    var found: [[String]] = []
    for (index, line) in text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    {
      if let row = try rows.take(Array(line)[...], line: index + 1) {
        found.append(["\(row.line)"] + row.values.map { "\($0.name)=\($0.value)" })
      }
    }
    try rows.finish()
    return found
  }

  @Test("a line after the other gives what the whole text gives")
  func lineByLine() throws {
    let text = "a,b\r\n1,\"x, \"\"y\"\"\"\r\n\r\n2,\"one\ntwo\n\"\n3,\n"
    #expect(
      try Self.rows(text) == [
        ["2", "a=1", "b=x, \"y\""], ["4", "a=2", "b=one\ntwo\n"], ["7", "a=3", "b="],
      ])
    let whole = try DataTable(csv: Array(text.utf8)[...])
    #expect(whole.lines == [2, 4, 7] && whole["b"]?.values[1] == .text("one\ntwo\n"))
    #expect(try Self.rows("a\tb\n1\t\"x\"\n", isTabbed: true) == [["2", "a=1", "b=\"x\""]])
  }

  @Test("a table that grows has a value in every column after every row")
  func even() {
    var table = DataTable()
    table.append([("a", .number(1))], line: 1)
    table.append([("b", .number(2)), ("b", .number(3))], line: 2)
    #expect(table["a"]?.values == [.number(1), .missing])
    #expect(table["b"]?.values == [.missing, .number(3)])
    table.append([], line: 4)
    #expect(table.columns.map(\.values.count) == [3, 3] && table.lines == [1, 2, 4])
  }

  @Test("names of samples keep their digits")
  func digits() throws {
    let text = "image_id,v,id\n000001,007,01\n12e4567,1e3,2\n139.0,1,3\n,2,4\n"
    let values = [
      ["2", "image_id=000001", "v=7", "id=1"], ["3", "image_id=12e4567", "v=1000", "id=2"],
      ["4", "image_id=139", "v=1", "id=3"], ["5", "image_id=", "v=2", "id=4"],
    ]
    #expect(try Self.rows(text) == values)
    let whole = try DataTable(csv: Array(text.utf8)[...])
    #expect(
      whole["image_id"]?.values == [
        .text("000001"), .text("12e4567"), .text("139"), .missing,
      ])
    #expect(whole["id"]?.values.first == .number(1))
    let json = try DataTable.values(
      ofJSON: Array(#"{"id":12345678901234567890,"v":1.0}"#.utf8)[...], line: 1)
    #expect(json.map(\.value) == [.text("12345678901234567890"), .number(1)])
  }

  @Test(
    "what is not finite is missing",
    arguments: ["inf", "-inf", "Infinity", "-Infinity", "1e400", "-1e400", "nan"])
  func notFinite(text: String) { #expect(DataValue(text) == .missing) }

  @Test("of many columns, the first that is there twice is named", .timeLimit(.minutes(1)))
  func manyColumns() {
    let names = (0..<100_000).map { "c\($0)" }
    let text = (names + ["c7", "c3"]).joined(separator: ",") + "\n"
    #expect { try Self.rows(text) } throws: {
      ($0 as? DataTableProblem)?.reason == "two columns are named 'c7'"
    }
    #expect { try DataTable(csv: Array(text.utf8)[...]) } throws: {
      ($0 as? DataTableProblem)?.reason == "two columns are named 'c7'"
    }
  }

  @Test(
    "what is no CSV is refused with its line",
    arguments: [
      ("a,b\n1\n", 2), ("a,a\n", 1), ("a,\n", 1), ("", 1), ("a,b\n1,\"x\n2,y\n", 2),
      ("a,b\n1,x\"y\"\n", 2),
    ])
  func noCSV(text: String, line: Int) {
    #expect { try Self.rows(text) } throws: { ($0 as? DataTableProblem)?.line == line }
  }
}
