import Foundation
import TestSupport
import Testing

/// The configuration: read strictly, overridden by the command line, printed so that it reads back.
@Suite struct ConfigurationTests {
  /// Writes a configuration and returns its path.
  static func file(_ text: String, in scratch: borrowing Scratch) throws -> String {
    let path = scratch["config.toml"]
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  static func defaults() throws -> String {
    let run = try Program("config --print-default")
    #expect(run.code == 0 && run.messages.isEmpty)
    return run.output
  }

  @Test func theDefaultReadsBackAsTheDefault() throws {
    let scratch = Scratch()
    let text = try Self.defaults()
    let path = try Self.file(text, in: scratch)
    let again = try Program(["config", "--config", path])
    #expect(again.code == 0 && again.messages.isEmpty)
    #expect(again.output == "# from \(path)\n" + text)
    let without = try Program("config --no-config")
    #expect(without.output == "# from no file\n" + text)
  }

  /// Every setting can be changed and is printed as it was changed.
  @Test func everySettingIsReadAndWritten() throws {
    let scratch = Scratch()
    let changes = [
      ("budget = \"11.1%\"", "budget = 64"),
      ("strategies = \"all\"", "strategies = \"random,divprune\""),
      ("view = \"single\"", "view = \"quad\""), ("layer = \"attention\"", "layer = \"norm\""),
      ("scale = \"log\"", "scale = \"rank\""), ("color-map = \"viridis\"", "color-map = \"magma\""),
      ("opacity = 35", "opacity = 80"), ("pruned = \"dim\"", "pruned = \"white\""),
      ("image = true", "image = false"), ("order = \"given\"", "order = \"name\""),
      ("model = \"llava-1.5-7b\"", "model = \"qwen2.5-vl-7b\""),
      ("text-tokens = 30", "text-tokens = 0"),
      ("exports = \"prunescope-exports\"", "exports = 'a\"b'"),
      ("color = \"auto\"", "color = \"256\""), ("ascii = \"auto\"", "ascii = true"),
      ("mouse = true", "mouse = false"), ("next-kept = \"x\" ", "next-kept = \"<F5>\" "),
      ("left = [\"h\", \"<Left>\"]", "left = [\"<Left>\"]"), ("quit = \"q\" ", "quit = [] "),
      ("cursor = \"#ffd640\"", "cursor = \"#00ff00\""), ("mark = \"auto\"", "mark = \"#102030\""),
      ("both = \"#eeeeee\"", "both = \"#123456\""),
    ]
    var text = try Self.defaults()
    for (before, after) in changes {
      #expect(text.contains(before), "\(before)")
      text = text.replacingOccurrences(of: before, with: after)
    }
    let run = try Program(["config", "--config", try Self.file(text, in: scratch)])
    #expect(run.code == 0 && run.messages.isEmpty, "\(run.messages)")
    for (before, after) in changes {
      let wanted = after.contains("[\"<Left>\"]") ? "left = \"<Left>\"" : after
      let name = wanted.prefix { $0 != "=" }
      let line = run.lines.first { $0.hasPrefix(name + "=") } ?? ""
      let value = line.split(separator: "#", maxSplits: 1).first.map(String.init) ?? ""
      #expect(
        line.hasPrefix(wanted.trimmingCharacters(in: .whitespaces)),
        "\(before) became \(after) and is printed as \(value)")
    }
  }

  @Test func formsOfTheSameTextMeanTheSame() throws {
    let scratch = Scratch()
    let forms = [
      "[defaults]\nbudget = 64\nexports='a b'\n[keys]\nquit=\"\"",
      "\u{FEFF}# comment\r\n\r\n[ defaults ]".replacingOccurrences(
        of: " defaults ", with: "defaults")
        + " # here\r\n\tbudget=\"64\"\t# there\r\nexports = \"a b\"\r\n[keys]\r\nquit = [ ]\r\n",
      "[keys]\nquit = []\n[defaults]\nexports = \"a b\"\nbudget = 64",
    ]
    let printed = try forms.map { form in
      try Program(["config", "--config", try Self.file(form, in: scratch)]).output
    }
    #expect(Set(printed).count == 1 && printed[0].contains("budget = 64\n"))
  }

  static let mistakes: [(text: String, message: String)] = [
    ("budget = 64", ":1: 'budget' is in no section; write [defaults], [keys] or [colors] above it"),
    ("\n[default]", ":2: no section is named 'default'; there is [defaults], [keys] and [colors]"),
    ("[defaults", ":1: '[defaults' is no section; write [defaults], [keys] or [colors]"),
    ("[defaults]\n\n[defaults]", ":3: [defaults] is in line 1 already"),
    ("[defaults]\nbudget 64", ":2: 'budget 64' is no setting; write NAME = VALUE or [SECTION]"),
    ("[defaults]\nbudget = 64\nbudget = 65", ":3: 'budget' is set in line 2 already"),
    (
      "[defaults]\nbudget = sixty",
      ":2: 'sixty' is no value; write \"text\", 64, true, false or [\"one\", \"two\"]"
    ),
    (
      "[defaults]\nexports = \"a",
      ":2: '\"a' is no value; write \"text\", 64, true, false or [\"one\", \"two\"]"
    ),
    (
      "[defaults]\nexports = \"a\\n\"",
      ":2: '\"a\\n\"' is no value; write \"text\", 64, true, false or [\"one\", \"two\"]"
    ),
    ("[defaults]\nbudget = 0", ":2: 'budget' takes a count from 1 (64) or a share (\"11.1%\")"),
    (
      "[defaults]\nbudget = \"101%\"",
      ":2: 'budget' takes a count from 1 (64) or a share (\"11.1%\")"
    ),
    ("[defaults]\nview = \"huge\"", ":2: 'view' takes one of single, split, quad, gallery, diff, "),
    ("[defaults]\nopacity = 4", ":2: 'opacity' takes a whole number in 5...100"),
    ("[defaults]\nopacity = 50.5", ":2: 'opacity' takes a whole number in 5...100"),
    (
      "[defaults]\nstrategies = \"random,nonsense\"",
      ":2: 'strategies' takes names of strategies separated by commas, or a list of them"
    ),
    ("[defaults]\nmouse = \"yes\"", ":2: 'mouse' takes true or false"),
    (
      "[defaults]\ncolour = \"256\"",
      ":2: [defaults] has no 'colour'; there is budget, strategies, "
    ),
    ("[colors]\ncursor = \"red\"", ":2: 'cursor' takes a colour such as \"#ffd640\""),
    ("[colors]\ncursor = \"#ffd64\"", ":2: 'cursor' takes a colour such as \"#ffd640\""),
    ("[colors]\nframe = \"#ffd640\"", ":2: [colors] has no 'frame'; there is cursor, only-first, "),
    (
      "[colors]\nboth = \"#5fafff\"",
      ":2: 'only-first' and 'both' are colours that look alike; take two that differ more"
    ),
    ("[keys]\nnext-keep = \"x\"", ":2: no action is named 'next-keep'"),
    ("[keys]\nnext-kep = \"x\"", ":2: no action is named 'next-kep'; did you mean 'next-kept'?"),
    ("[keys]\nquit = true", ":2: 'quit' takes a key or a list of keys: \"x\" or [\"x\", \"<F2>\"]"),
    (
      "[keys]\nquit = \"xyz\"",
      ":2: 'xyz' for quit is neither a key nor a pair of keys; write x, gx, <Tab>, <C-l> or <F1>"
    ),
    (
      "[keys]\nquit = \"<Hyper>\"",
      ":2: '<Hyper>' for quit is neither a key nor a pair of keys; write x, gx, <Tab>, <C-l> or <F1>"
    ),
    (
      "[keys]\nundo = \"r\"\nquit = \"x\"",
      ":2: r is for undo and for reload; give one of them another key, or [] for none"
    ),
    (
      "[keys]\nundo = \"<F2>\"\nquit = [\"<F3>\", \"<F2>\"]",
      ":3: <F2> is for quit and for undo; give one of them another key, or [] for none"
    ),
    (
      "[keys]\nquit = \"g\"",
      ":2: g is for quit and begins g', which is for clear-marks; give one of them another key"
    ),
    (
      "[keys]\nquit = \"xx\"",
      ":2: x is for next-kept and begins xx, which is for quit; give one of them another key"
    ),
    ("[keys]\nundo = \"<C-c>\"", ":2: <C-c> cannot be for undo: <C-c> always ends the program"),
    ("[keys]\ninterrupt = []", ":2: <C-c> cannot be for interrupt: it must always end the program"),
    (
      "[keys]\nundo = \"g<Esc>\"", ":2: g<Esc> cannot be for undo: <Esc> cannot be a part of a pair"
    ),
    (
      "[defaults]\nexports = \"a\u{1B}[31m\"",
      ":2: a control character (byte 27); only tabs may be among the text"
    ),
    (
      "[defaults]\nexports = \"a\u{85}\"",
      ":2: a control character (byte 133); only tabs may be among the text"
    ),
    ("[defaults]\n#\u{0}", ":2: a control character (byte 0); only tabs may be among the text"),
  ]

  @Test(arguments: mistakes.indices)
  func saysWhereAndWhatIsWrong(index: Int) throws {
    let scratch = Scratch()
    let path = try Self.file(Self.mistakes[index].text, in: scratch)
    for command in [
      ["config", "--check", "--config", path], ["config", "--config", path],
      ["render", "Samples", "--config", path],
    ] {
      let run = try Program(command)
      #expect(run.code == 64 && run.output.isEmpty && run.messageLines.count == 1)
      #expect(
        run.messages.hasPrefix("prunescope: " + path + Self.mistakes[index].message),
        "\(run.messages)")
    }
  }

  @Test func refusesWhatIsNoTextAndWhatIsTooLarge() throws {
    let scratch = Scratch()
    let path = scratch["config.toml"]
    try Data([0x23, 0x0A, 0x23, 0xFF, 0x0A]).write(to: URL(fileURLWithPath: path))
    #expect(
      try Program(["config", "--config", path]).messages
        == "prunescope: \(path):2: not UTF-8 text\n")
    try Data(repeating: 0x0A, count: (1 << 20) + 1).write(to: URL(fileURLWithPath: path))
    #expect(
      try Program(["config", "--config", path]).messages
        == "prunescope: \(path): 1048577 bytes is more than the 1048576 that are read of such a file\n"
    )
    let missing = try Program(["render", "Samples", "--config", scratch["none"]])
    #expect(missing.code == 64)
    #expect(missing.messages == "prunescope: \(scratch["none"]): no such file or folder\n")
    let folder = try Program(["config", "--config", scratch.path])
    #expect(folder.code == 64 && folder.messages.hasSuffix(": not a regular file\n"))
    let both = try Program(["config", "--config", path, "--no-config"])
    #expect(both.code == 64 && both.messages.contains("choose --config or --no-config, not both"))
  }

  /// Whatever bytes a file has, they are settings or one line of refusal.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func anyBytesAreSurvived(seed: UInt64) throws {
    let scratch = Scratch()
    var generator = SystemlikeGenerator(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
    var bytes = Array(try Self.defaults().utf8)
    for _ in 0..<(1 + Int(seed)) {
      let place = Int(generator.next() % UInt64(bytes.count))
      switch generator.next() % 3 {
      case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
      case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int(generator.next() % 60)))
      default: bytes.insert(contentsOf: Array("\"[]=#\\'\n".utf8), at: place)
      }
    }
    let path = scratch["config.toml"]
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let run = try Program(["config", "--check", "--config", path])
    #expect(run.code == 0 || run.code == 64)
    #expect(run.code == 0 ? run.messages.isEmpty : run.messageLines.count == 1)
  }

  @Test func theExampleInReadmeCanBeRead() throws {
    let scratch = Scratch()
    let text = try GeneratedBlocks("README.md").text
    let parts = text.components(separatedBy: "```toml\n")
    try #require(parts.count == 2)
    let example = try #require(parts[1].components(separatedBy: "```").first)
    let path = try Self.file(example, in: scratch)
    let run = try Program(["config", "--config", path])
    #expect(run.code == 0 && run.messages.isEmpty, "\(run.messages)")
    #expect(run.output.contains("budget = 128") && run.output.contains("cursor = \"#00d7ff\""))
  }

  // MARK: What it changes

  @Test func theUsersFileIsFound() throws {
    let scratch = Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch["prunescope"], withIntermediateDirectories: true)
    let text = "[defaults]\nbudget = 9\nlayer = \"norm\"\nstrategies = [\"random\", \"divprune\"]\n"
    try Data((text + "[keys]\nnext-sample = \"N\"\nprevious-match = []\n").utf8)
      .write(to: URL(fileURLWithPath: scratch["prunescope/config.toml"]))
    let home = "XDG_CONFIG_HOME=\(scratch.path)"
    let run = try Program(
      ["render", "Samples", "--size", "120x40", "--keys", "Nt"], variables: [home])
    #expect(run.line(0).hasPrefix(" chart 2/14") && run.line(0).contains("random  9/576"))
    #expect(run.output.contains("feature norm") && !run.output.contains("agilepruner"))
    #expect(run.line(39).contains("[ N sample"))
    // The command line comes first.
    let asked = try Program(
      [
        "render", "Samples", "--size", "120x40", "--keep", "7", "--strategy", "scope", "--keys",
        "N",
      ],
      variables: [home])
    #expect(asked.line(0).hasPrefix(" chart 2/14") && asked.line(0).contains("scope  7/576"))
    let without = try Program(
      ["render", "Samples", "--size", "120x40", "--no-config", "--keys", "N"], variables: [home])
    #expect(without.line(0).hasPrefix(" apple 1/14") && without.line(0).contains("64/576"))
    #expect(
      try Program(["config"], variables: [home]).line(0)
        == "# from \(scratch["prunescope/config.toml"])")
    #expect(
      try Program(["config", "--check"], variables: [home]).output
        == "\(scratch["prunescope/config.toml"]): fine\n")
    #expect(
      try Program(["config", "--check"], variables: ["XDG_CONFIG_HOME=relative"]).output
        == "no file at a home folder: nothing to read\n")
  }

  @Test func coloursAreDrawn() throws {
    let scratch = Scratch()
    let path = try Self.file(
      "[colors]\ncursor = \"#010203\"\nonly-first = \"#040506\"\n", in: scratch)
    let run = try Program(
      ["render", "Samples", "--size", "80x24", "--ansi", "--keys", "d", "--config", path])
    #expect(run.output.contains("48;2;1;2;3") && run.output.contains("48;2;4;5;6"))
  }

  @Test func optionsSayHowTheScreenBegins() throws {
    let run = try Program([
      "render", "Samples", "--size", "120x40", "--sample", "street", "--current", "divprune",
      "--order", "name", "--reverse", "--heat-layer", "norm", "--heat", "--patch", "7", "--keep",
      "50%",
    ])
    #expect(run.code == 0 && run.line(0).hasPrefix(" street 2/14 by name down"))
    #expect(run.line(0).contains("divprune  288/576") && run.output.contains("PATCH  #7"))
    for (options, message) in [
      ("--opacity 101", "--opacity cannot be 101; it is a whole number in 5...100"),
      ("--patch=-1", "--patch cannot be -1; it is a whole number from 0"),
      ("--filter erank>x", "'erank>x' is no filter; write street, erank>90, "),
      ("--plain --ansi", "choose --plain or --ansi, not both"),
    ] {
      let refused = try Program("render Samples \(options)")
      #expect(refused.code == 64 && refused.messages.contains(message), "\(refused.messages)")
    }
    let missing = try Program("render Samples --sample gone --current nobody --size 60x16")
    #expect(missing.code == 0)
    #expect(missing.messages == "prunescope: not here: sample 'gone', strategy 'nobody'\n")
  }
}

/// Numbers that are the same in every run.
private struct SystemlikeGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
