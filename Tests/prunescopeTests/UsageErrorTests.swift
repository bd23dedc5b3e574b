import TestSupport
import Testing

/// Mistakes on the command line: one line on standard error, nothing on standard output, 64.
@Suite struct UsageErrorTests {
  static let mistakes: [(line: String, message: String)] = [
    (
      "select Samples/apple.png --keep 64",
      "missing expected argument '--strategy <strategy>'; see 'prunescope select --help'"
    ),
    (
      "select Samples/apple.png --strategy agileprunr --keep 64",
      "no strategy named 'agileprunr'; did you mean 'agilepruner'?"
    ),
    (
      "select Samples/apple.png --strategy attention-is-all --keep 64",
      "no strategy named 'attention-is-all'; 'prunescope strategies' lists them"
    ),
    (
      "select Samples/apple.png --strategy random:sed=1 --keep 64",
      "'random' has no parameter 'sed'; it has seed"
    ),
    (
      "select Samples/apple.png --strategy vispruner:ratio=2 --keep 64",
      "'vispruner' cannot have ratio=2; ratio is a number in 0...1"
    ),
    (
      "select Samples/apple.png --strategy vispruner:ratio=nan --keep 64",
      "'vispruner' cannot have ratio=nan; ratio is a number in 0...1"
    ),
    (
      "select Samples/apple.png --strategy random --keep 0",
      "'0' is no budget; write a count from 1 (64) or a share above 0 up to 100 (11.1%)"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64,101%",
      "'101%' is no budget; write a count from 1 (64) or a share above 0 up to 100 (11.1%)"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --erank raw",
      "the value 'raw' is invalid for '--erank <erank>'; provide one of 'centred' and 'uncentred'; "
        + "see 'prunescope select --help'"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --json --csv",
      "choose --json or --csv, not both"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --csv --explain 3",
      "--csv has no columns for --explain; choose --json or leave --csv out"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --explain 3,x",
      "'x' is no token to explain; write indices from 0, as in 17,395, or 'all'"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --explain 3,,5",
      "'' is no token to explain; write indices from 0, as in 17,395, or 'all'"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --explain=-1",
      "'-1' is no token to explain; write indices from 0, as in 17,395, or 'all'"
    ),
    (
      "select Samples/apple.png --strategy random,fastervlm",
      "'random' has no budget of its own; give it one with --keep"
    ),
    (
      "select Samples/apple.png --strategy all",
      "'all' needs a budget; give it one with --keep"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --model gpt-2",
      "the value 'gpt-2' is invalid for '--model <model>'; provide one of 'llava-1.5-7b', "
        + "'llava-1.5-13b', 'llava-next-7b' or 'qwen2.5-vl-7b'; see 'prunescope select --help'"
    ),
    (
      "select Samples/apple.png --strategy random --keep 64 --text-tokens=-1",
      "-1 text tokens are no prompt; --text-tokens is a whole number in 0...100000000"
    ),
    (
      "export Samples --output out --strategy divprune:",
      "'divprune': '' is not a parameter; write name=value, each name once"
    ),
    (
      "export Samples --output out --strategy divprune",
      "'divprune' has no budget of its own; give it one with --keep"
    ),
    ("select --strategy random --keep 64", "name at least one sample"),
    ("inspect", "name at least one sample"),
    (
      "inspect Samples --encoder ./clip",
      "./clip: no such file or folder; name a folder, a file of weights, or OWNER/NAME of a model "
        + "that is on this machine"
    ),
    (
      "inspect Samples --layer=-1", "--layer is of a model; name one with --encoder"
    ),
    (
      "inspect Samples --encoder ./clip --heads 0", "--heads 0: a model has 1 or more"
    ),
    (
      "encode Samples --all-layers --output out",
      "--all-layers: 'handcrafted' has no layers; name a model with --encoder"
    ),
    (
      "doctor --reference dump.npz", "--reference belongs to a checkpoint; name one with --weights"
    ),
    (
      "doctor --weights ./clip --image photo.png",
      "--image is the image of a dump; name that with --reference"
    ),
    (
      "inspect Samples --background grey",
      "'grey' is no colour; write six hexadecimal digits: ffffff, or drop"
    ),
    ("--frobnicate", "unknown option '--frobnicate'; see 'prunescope --help'"),
    (
      "render Samples --size 0x40",
      "the value '0x40' is invalid for '--size <size>'; see 'prunescope render --help'"
    ),
    (
      "render Samples --keys <Foo>",
      "no key is named '<Foo>'; write <Tab>, <Enter>, <Esc>, <Space>, <Up>, <F1> or <C-l>"
    ),
    (
      "export Samples --output out",
      "give --strategy and --keep, or --repeat with a record"
    ),
    (
      "export Samples --output out --repeat a.json",
      "--repeat takes samples, strategies and budgets from the record"
    ),
    (
      "export Samples --output out --strategy random --keep 9 --kind masks",
      "no kind of export named 'masks'; there is mask, overlay, heatmap, strip, groups, tokens, "
        + "diff, agreement, curves, spectrum, histogram, threshold, jaccard"
    ),
    (
      "export Samples --output out --strategy random --keep 9 --kind diff",
      "--kind diff compares two strategies, not one; give two: --strategy random,divprune"
    ),
    (
      "encode Samples --output out --format npy",
      "the value 'npy' is invalid for '--format <format>'; provide one of 'npz' and 'safetensors'; "
        + "see 'prunescope encode --help'"
    ),
  ]

  @Test(arguments: mistakes.indices)
  func areToldOnOneLine(index: Int) throws {
    let (line, message) = Self.mistakes[index]
    let run = try Program(line)
    #expect(run.messageLines == ["prunescope: " + message])
    #expect(run.output.isEmpty)
    #expect(run.code == 64)
  }

  @Test func neverEchoControlCharacters() throws {
    let run = try Program(["--\u{1B}]0;title\u{7}\u{9B}31m"])
    #expect(run.code == 64)
    #expect(run.messages.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 })
    #expect(!run.messages.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) })
  }
}
