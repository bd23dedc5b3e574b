import TestSupport
import Studies
import Testing

/// What `--help` says, of the program and of every command.
@Suite struct HelpTests {
  /// Every command with what its help must show.
  static let commands: [(name: String, lines: [String])] = [
    (
      "explore",
      [
        "Explore samples in the terminal", "prunescope explore @list.txt --color 256", "--keep",
        "--exports", "--ascii", "--no-mouse", "--restore", "--plain", "--no-config", "--color-map",
        "--model", "--text-tokens", "qwen2.5-vl-7b",
      ]
    ),
    (
      "select",
      [
        "One line for each sample, strategy and budget, in that order.",
        "prunescope select Samples/street.png --strategy all --keep 64", "--erank", "--per-tile",
        "--model", "llava-next-7b,", "--text-tokens", "(default: 30)",
        "--json", "--csv", "--bf16", "--received-attention", "--preprocess",
      ]
    ),
    ("inspect", ["prunescope inspect Samples --json", "--json", "--recursive"]),
    (
      "export",
      [
        "prunescope export Samples --strategy agilepruner --keep 64 --output masks", "--kind",
        "jaccard.",
        "--output out --kind curves\n", "--model", "--text-tokens", "--scale", "--overwrite",
        "--repeat",
      ]
    ),
    (
      "render",
      [
        "prunescope render Samples --size 120x40", "--size", "--keys", "--ansi", "--ascii",
        "values:", "mono, 16, 256,",
      ]
    ),
    ("strategies", ["prunescope strategies --json"]),
    (
      "encode",
      [
        "prunescope encode photo.jpg --encoder llava-1.5-7b/ --output dumps", "--format",
        "--overwrite", "--all-layers", "--layer", "--class-attention", "--heads", "--no-cache",
      ]
    ),
    (
      "survey",
      [
        "prunescope survey Samples --output out", "--strategy", "--keep", "--per-tile", "--jobs",
        "--resume", "--overwrite", "--shard", "--num-chunks", "--chunk-idx", "--no-slurm",
        "--merge",
        "--calibration", "--quiet",
      ]
    ),
    (
      "study",
      [
        "prunescope study scale Samples --output out", "--survey", "--values", "--kinds",
        "--severities", "--latex", "--csv", "--json", "--jobs", "--overwrite", "--calibration",
      ] + StudyCatalog.all.map { $0.name + " " }
    ),
    (
      "chair",
      [
        "prunescope chair captions.jsonl --objects instances_val2014.json", "--references",
        "--synonyms", "--survey", "--summary", "--json", "--csv",
      ]
    ),
    (
      "doctor",
      ["prunescope doctor --json > report.json", "--color", "--weights", "--reference", "--image"]
    ),
    ("scenes", ["prunescope scenes --output pictures", "--overwrite"]),
    ("config", ["prunescope config --print-default", "--check", "--config", "--no-config"]),
  ]

  @Test(arguments: commands.indices)
  func showsExamplesAndOptions(index: Int) throws {
    let (name, lines) = Self.commands[index]
    let run = try Program("\(name) --help")
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.output.contains("Examples:\n  prunescope "))
    for line in lines { #expect(run.output.contains(line), "\(name) --help lacks '\(line)'") }
    #expect(try Program("help \(name)").output == run.output)
  }

  @Test(arguments: ["--help"] + commands.map { "\($0.name) --help" })
  func breaksProseBetweenWordsOnly(line: String) throws {
    // A paragraph that is broken by hand and again by the parser leaves short lines in between.
    let lines = try Program(line).lines
    let end = try #require(lines.firstIndex { $0.hasPrefix("USAGE") })
    for (index, text) in lines[..<end].enumerated()
    where !text.isEmpty && !text.hasPrefix(" ") && text != "Examples:" {
      #expect(text.count <= 80, "\(line): \(text)")
      let next = lines[index + 1]
      let first = next.prefix { $0 != " " }
      if !next.isEmpty && !next.hasPrefix(" ") {
        #expect(text.count + 1 + first.count >= 80, "\(line): '\(text)' ends too early")
      }
    }
  }

  @Test func theProgramNamesItsCommandsAndExitCodes() throws {
    let run = try Program("--help")
    #expect(run.code == 0)
    for (name, _) in Self.commands { #expect(run.output.contains("\n  \(name)")) }
    let prose = run.lines.joined(separator: " ")
    for code in [
      "0 done", "1 some inputs were refused", "64 usage", "65 no input was usable",
      "69 the screen cannot be used", "73 output cannot be written", "74 input or output failed",
      "129, 130, 143",
    ] {
      #expect(prose.contains(code), "no '\(code)'")
    }
  }

  @Test func tellsItsVersion() throws {
    let run = try Program("--version")
    #expect(run.code == 0)
    let parts = run.output.dropLast().split(separator: ".").compactMap { Int($0) }
    #expect(parts.count == 3 && run.output.hasSuffix("\n"), "\(run.output)")
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func writesCompletionScripts(shell: String) throws {
    let run = try Program(["--generate-completion-script", shell])
    #expect(run.code == 0 && run.messages.isEmpty)
    for (name, _) in Self.commands { #expect(run.output.contains(name)) }
    #expect(run.output.contains("fastervlm"), "strategies complete")
  }
}
