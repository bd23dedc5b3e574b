import TensorFiles
import TerminalUI
import TestSupport
import Testing

@Suite struct RenderTests {
  @Test(arguments: ["24x8", "60x12", "80x24", "120x40", "200x60"])
  func fillsExactlyTheSizeThatIsAskedFor(size: String) throws {
    let sides = size.split(separator: "x").compactMap { Int($0) }
    let run = try Program("render Samples/apple.npz --size \(size)")
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.lines.count == sides[1])
    for line in run.lines { #expect(DisplayWidth.columns(of: line) <= sides[0], "\(line)") }
  }

  @Test func showsSampleStrategyAndBudget() throws {
    let run = try Program("render Samples --size 120x40")
    #expect(run.line(0).hasPrefix(" apple 1/14 · handcrafted · llava-pad · 24×24 = 576"))
    #expect(run.line(0).contains("agilepruner  64/576  11.1 %"))
  }

  @Test func equalInputGivesEqualBytes() throws {
    for line in [
      "render Samples --size 120x40 --ansi", "render Samples --size 100x30 --keys ],],c,= --ansi",
    ] {
      let words = line.split(separator: " ").map { $0.split(separator: ",").joined(separator: " ") }
      let first = try Program(words)
      #expect(first.code == 0 && !first.output.isEmpty)
      #expect(try Program(words).output == first.output)
    }
  }

  @Test func keysArePressedOneAfterTheOther() throws {
    let run = try Program([
      "render", "Samples", "--size", "120x40", "--keys", "] <Tab> %22%<Enter> =",
    ])
    #expect(run.code == 0 && run.messages.isEmpty)
    #expect(run.line(0).hasPrefix(" chart 2/14 ") && run.line(0).contains("fastervlm  128/576"))
    let help = try Program("render Samples --size 120x40 --keys ?")
    #expect(help.output.contains("one patch left"))
  }

  @Test func sessionOptionsReachTheScreen() throws {
    let run = try Program(
      "render Samples/apple.npz --size 120x40 --strategy divprune,random:seed=7 --keep 100")
    #expect(run.line(0).contains("divprune  100/576"))
    #expect(run.output.contains("random:seed=7") && !run.output.contains("fastervlm"))
  }

  @Test func costsAreThoseOfTheModelThatIsNamed() throws {
    let run = try Program(
      "render Samples/apple.npz --size 120x40 --model llava-1.5-13b --text-tokens 0")
    #expect(run.output.contains(" TF, llava-1.5-13b, 0 text"))
    let stepped = try Program(
      "render Samples/apple.npz --size 120x40 --model llava-1.5-13b --keys gm")
    #expect(stepped.output.contains(" TF, llava-next-7b, 30 text"))
  }

  /// An even picture ties everywhere: the choice at the cut is one of many equal ones.
  @Test func closeChoicesAreMarked() throws {
    let scratch = Scratch()
    let attention = [Float](repeating: 0.0625, count: 16)
    try scratch.write(
      NPZ.bytes(of: [("attention", Tensor(shape: [16], float32: attention))]), to: "even.npz")
    let run = try Program(
      "render \(scratch["even.npz"]) --size 120x40 --strategy fastervlm --keep 5 --keys ~")
    #expect(run.output.contains("▸1~fastervlm") && run.output.contains("~ 1 unstable"))
    #expect(run.output.contains("unstable at 5th: #4 over #5, a tie"))
  }

  @Test func tilesTellWhoseTheBudgetIs() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 3, rows: 4, columns: 4), to: "a.npz")
    let path = scratch["a.npz"]
    let each = try Program("render \(path) --size 200x60 --color 24bit --keep 6 --per-tile")
    for tile in 0..<3 { #expect(each.output.contains("tile \(tile): 2 kept")) }
    #expect(each.output.contains("tiles, each its share:"))
    let all = try Program(
      "render \(path) --size 200x60 --color 24bit --keep 6 --per-tile --keys gb")
    #expect(all.output.contains("tiles, one budget for all:"))
    #expect(try Program("render \(path) --size 120x40 --keep 6").output.contains("one budget"))
    let table = try Program("render \(path) --size 120x40 --keep 6 --keys gl")
    #expect(table.output.contains(" Tiles ") && table.output.contains("simple"))
  }

  /// Attention among patches is kept for the explorer, and for nobody else.
  @Test func aPatchCanBeAskedWhatItAttendsTo() throws {
    let scratch = Scratch()
    let attention = (0..<50).map { Float($0 + 1) / 100 }
    try scratch.write(
      NPZ.bytes(of: [
        ("attention", Tensor(shape: [2, 5, 5], float32: attention)),
        ("features", Tensor(shape: [4, 2], float32: [1, 0, 0, 1, 1, 1, 2, 1])),
      ]), to: "full.npz")
    let run = try Program(
      "render \(scratch["full.npz"]) --size 120x40 --keep 2 --keys ffgg<Enter>")
    #expect(run.output.contains("attention of P #0, mean of 2 heads"))
    let head = try Program(
      "render \(scratch["full.npz"]) --size 120x40 --keep 2 --keys ffgg<Enter>>")
    #expect(head.output.contains("attention of P #0, head 1 of 2"))
  }

  @Test func asciiAndColoursAreKeptApart() throws {
    let ascii = try Program("render Samples/apple.npz --size 120x40 --ascii")
    #expect(ascii.output.unicodeScalars.allSatisfy { $0.isASCII })
    #expect(!ascii.output.contains("\u{1B}"))
    let ansi = try Program("render Samples/apple.npz --size 120x40 --ansi")
    #expect(ansi.output.contains("38;2;") && ansi.output.contains("\u{1B}["))
    let few = try Program("render Samples/apple.npz --size 120x40 --ansi --color 256")
    #expect(few.output.contains("38;5;") && !few.output.contains("38;2;"))
  }

  @Test func exportsFromTheKeyboardAreWritten() throws {
    let scratch = Scratch()
    let run = try Program(
      "render Samples/apple.npz --size 120x40 --keys ge --exports \(scratch["out"])")
    #expect(run.code == 0)
    #expect(
      try scratch.names(in: "out") == [
        "apple.agilepruner.64.json", "apple.agilepruner.64.mask.png",
        "apple.agilepruner.64.overlay.png",
      ])
  }

  @Test func withoutAPathTheBuiltInScenesAreShown() throws {
    let scratch = Scratch()
    let run = try Program("render --size 120x40", in: scratch.path)
    #expect(run.code == 0 && run.line(0).contains("1/14 · handcrafted"))
  }

  @Test func aRefusedSampleIsShownAndCounted() throws {
    let scratch = Scratch()
    try scratch.write("no dump", to: "a.npz")
    try scratch.copy("Samples/chart.png", to: "b.png")
    let alone = try Program("render a.npz --size 80x24", in: scratch.path)
    #expect(alone.output.contains("begins with 6e 6f") && alone.messageLines.count == 1)
    #expect(alone.code == 65)
    #expect(try Program("render . --size 80x24", in: scratch.path).code == 1)
    #expect(try Program("render . --size 80x24 --keys ]", in: scratch.path).code == 0)
    #expect(try Program("render no.png b.png --size 80x24", in: scratch.path).code == 1)
  }
}
