import ImageFiles
import Imaging
import TestSupport
import Testing

@Suite struct ExportTests {
  /// The record beside exported pictures.
  private struct Record: Decodable {
    struct Selection: Decodable {
      let strategy: String
      let keep: Int?
      let kept: [Int]
      let output: Int
    }
    let sample: String
    let model: String
    let textTokens: Int
    let kinds: [String]
    let selections: [Selection]
    let files: [String]
  }

  /// The patches that are white in a mask; every patch must be all white or all black.
  private func whitePatches(_ mask: Image, rows: Int, columns: Int) -> [Int] {
    let (height, width) = (mask.height / rows, mask.width / columns)
    return (0..<rows * columns).filter { patch in
      let (row, column) = patch.quotientAndRemainder(dividingBy: columns)
      var colors: Set<RGB> = []
      for y in row * height..<(row + 1) * height {
        for x in column * width..<(column + 1) * width { colors.insert(mask[x, y]) }
      }
      #expect(colors.count == 1)
      return colors.contains(.white)
    }
  }

  @Test func masksShowTheKeptPatches() throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/apple.npz --strategy agilepruner --keep 64 --output \(scratch.path)")
    #expect(run.code == 0 && run.messages.isEmpty)
    let stem = "apple.agilepruner.64"
    #expect(run.lines == ["mask.png", "overlay.png", "json"].map { scratch["\(stem).\($0)"] })
    #expect(try scratch.names() == ["\(stem).json", "\(stem).mask.png", "\(stem).overlay.png"])

    let record = try decoded(
      Record.self, from: String(decoding: scratch.bytes("\(stem).json"), as: UTF8.self))
    let selected = try decoded(
      SelectLine.self,
      from: Program("select Samples/apple.npz --strategy agilepruner --keep 64 --json").output)
    #expect(record.selections.map(\.kept) == [selected.kept])
    #expect(record.sample == "apple" && record.kinds == ["mask", "overlay"])
    #expect(record.model == "llava-1.5-7b" && record.textTokens == 30)
    #expect(record.selections.map(\.output) == [64])
    #expect(record.files == ["\(stem).mask.png", "\(stem).overlay.png"])

    let mask = try ImageFile.load(scratch["\(stem).mask.png"]).image
    #expect(mask.width == 336 && mask.height == 336)
    #expect(whitePatches(mask, rows: 24, columns: 24) == selected.kept)
    let overlay = try ImageFile.load(scratch["\(stem).overlay.png"]).image
    #expect(overlay.width == 336 && overlay.height == 336)
  }

  @Test func patchScaleGivesOnePixelAToken() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 3, rows: 4, columns: 5), to: "a.npz")
    let run = try Program(
      "export a.npz --strategy fastervlm --keep 25% --output out --kind mask --scale patch",
      in: scratch.path)
    #expect(run.lines == ["out/a.fastervlm.15.mask.png", "out/a.fastervlm.15.json"])
    let mask = try ImageFile.load(scratch["out/a.fastervlm.15.mask.png"]).image
    #expect(mask.width == 5 && mask.height == 12)
    let line = try decoded(
      SelectLine.self,
      from: Program("select a.npz --strategy fastervlm --keep 15 --json", in: scratch.path).output)
    #expect(whitePatches(mask, rows: 12, columns: 5) == line.kept)
  }

  @Test func everyKindIsWrittenAndCanBeRepeated() throws {
    let scratch = Scratch()
    let first = try Program(
      "export Samples/apple.npz --strategy agilepruner:tau-max=0.2,random --keep 64 --output "
        + "\(scratch["one"]) --kind mask,overlay,heatmap,strip,groups,tokens "
        + "--model llava-1.5-13b --text-tokens 100")
    #expect(first.code == 0)
    let again = try Program(
      "export --repeat \(scratch["one/apple.64.json"]) --output \(scratch["two"])")
    #expect(again.code == 0 && again.messages.isEmpty)
    let names = try scratch.names(in: "one")
    #expect(
      names == [
        "apple.64.json", "apple.64.strip.png", "apple.agilepruner-tau-max-0.2.64.groups.png",
        "apple.agilepruner-tau-max-0.2.64.mask.png",
        "apple.agilepruner-tau-max-0.2.64.overlay.png",
        "apple.agilepruner-tau-max-0.2.64.tokens.npz", "apple.attention.heatmap.png",
        "apple.random.64.groups.png", "apple.random.64.mask.png", "apple.random.64.overlay.png",
        "apple.random.64.tokens.npz",
      ])
    #expect(try scratch.names(in: "two") == names)
    for name in names {
      #expect(try scratch.bytes("one/" + name) == scratch.bytes("two/" + name), "\(name)")
    }
  }

  @Test func repeatingTellsWhenTheSampleHasChanged() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4), to: "a.npz")
    _ = try Program("export a.npz --strategy fastervlm --keep 4 --output one", in: scratch.path)
    try scratch.write(Scratch.dump(tiles: 2, rows: 4, columns: 4), to: "a.npz")
    let run = try Program("export --repeat one/a.fastervlm.4.json --output two", in: scratch.path)
    #expect(run.messageLines.count == 1)
    #expect(run.messages.contains("'fastervlm' at 4 now differs in "))
    #expect(run.code == 1)
    let other = try Program("export --repeat a.npz --output two", in: scratch.path)
    #expect(
      other.messageLines == [
        "prunescope: a.npz: not a record of an export; name the .json file that 'export' wrote"
      ])
    #expect(other.code == 65)
  }

  @Test func aNameThatIsTakenGetsANumber() throws {
    let scratch = Scratch()
    let line = "export Samples/apple.npz --strategy random --keep 9 --output \(scratch.path)"
    _ = try Program(line)
    let mask = try scratch.bytes("apple.random.9.mask.png")
    try scratch.write("mine", to: "apple.random.9-2.json")
    #expect(
      try Program(line).lines
        == [
          "apple.random.9.mask-3.png", "apple.random.9.overlay-3.png", "apple.random.9-3.json",
        ].map { scratch[$0] })
    #expect(try scratch.bytes("apple.random.9.mask-3.png") == mask)
    #expect(try scratch.bytes("apple.random.9-2.json") == Array("mine".utf8))
    let names = try scratch.names()
    let over = try Program(line + " --overwrite --keep 9")
    #expect(over.lines.first == scratch["apple.random.9.mask.png"])
    #expect(try scratch.names() == names)
  }

  @Test func equalBudgetsAreExportedOnce() throws {
    let scratch = Scratch()
    let run = try Program(
      "export Samples/apple.npz --strategy random --keep 64,11.1% --kind mask --output "
        + scratch.path)
    #expect(run.lines.count == 2)
  }

  @Test func longNamesAreCutAndStayApart() throws {
    let scratch = Scratch()
    let stem = String(repeating: "ä", count: 110)
    for last in ["1", "2"] { try scratch.copy("Samples/chart.png", to: stem + last + ".png") }
    let run = try Program(
      "export . --strategy random --keep 9 --kind mask --output out", in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    let names = try scratch.names(in: "out")
    #expect(names.count == 4 && !names.contains { $0.contains("-2.") })
  }
}
