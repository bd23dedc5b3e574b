import ImageFiles
import Imaging
import TestSupport
import Testing

@Suite struct ExportedPlotsTests {
  private static let kinds = "diff,agreement,curves,spectrum,histogram,threshold,jaccard"

  /// The rows of a table by column.
  private func rows(_ scratch: borrowing Scratch, _ name: String) throws -> [[String: String]] {
    let lines = String(decoding: try scratch.bytes(name), as: UTF8.self).split(separator: "\n")
    let columns = try #require(lines.first).split(separator: ",").map(String.init)
    return lines.dropFirst().map { line in
      Dictionary(
        uniqueKeysWithValues: zip(
          columns, line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)))
    }
  }

  @Test func everyPlotHasATableBesideItAndCanBeRepeated() throws {
    let scratch = Scratch()
    let first = try Program(
      "export Samples/apple.npz --strategy agilepruner,random,tome --keep 64 --kind \(Self.kinds) "
        + "--output \(scratch["one"])")
    #expect(first.code == 0 && first.messages.isEmpty)
    let names = try scratch.names(in: "one")
    let plots = [
      "agreement", "attention-curves", "coverage-curves", "diff", "erank-curves", "histogram",
      "jaccard", "spectrum", "threshold",
    ]
    #expect(
      names
        == (plots.flatMap { ["apple.64.\($0).csv", "apple.64.\($0).png"] } + ["apple.64.json"])
        .sorted())
    #expect(
      first.lines.map { $0.split(separator: "/").last.map(String.init) ?? "" }.sorted() == names)
    let again = try Program(
      "export --repeat \(scratch["one/apple.64.json"]) --output \(scratch["two"])")
    #expect(again.code == 0)
    for name in names {
      #expect(try scratch.bytes("one/" + name) == scratch.bytes("two/" + name), "\(name)")
    }
    for plot in plots {
      let file = try ImageFile.load(scratch["one/apple.64.\(plot).png"])
      #expect(file.image.width >= 300 && file.image.height >= 150, "\(plot)")
    }
    // A taken name is not replaced.
    let third = try Program(
      "export Samples/apple.npz --strategy agilepruner --keep 64 --kind histogram --output "
        + scratch["one"])
    #expect(
      third.lines
        == ["histogram.png", "histogram.csv", "json"].map {
          scratch["one/apple.agilepruner.64.\($0)"]
        })
  }

  @Test func tablesSayWhatSelectSays() throws {
    let scratch = Scratch()
    _ = try Program(
      "export Samples/apple.npz --strategy agilepruner,divprune --keep 64 --kind \(Self.kinds) "
        + "--output \(scratch.path)")
    let lines: [SelectLine] = try Program(
      "select Samples/apple.npz --strategy agilepruner,divprune --keep 64 --json"
    ).lines.map { try decoded(SelectLine.self, from: $0) }
    let (one, other) = (Set(lines[0].kept ?? []), Set(lines[1].kept ?? []))

    let curves = try rows(scratch, "apple.64.erank-curves.csv")
    let at64 = curves.filter { $0["budget"] == "64" }
    #expect(at64.map { $0["strategy"] } == ["agilepruner", "divprune"])
    #expect(at64.map { Double($0["erank"] ?? "") } == lines.map(\.erank.kept))
    let all = curves.filter { $0["budget"] == "576" }
    #expect(all.allSatisfy { Double($0["erank"] ?? "") == lines[0].erank.input })

    let shares = try rows(scratch, "apple.64.spectrum.csv").filter { $0["tokens"] == "divprune" }
    #expect(shares.count <= 64 && shares.map { $0["index"] }.first == "1")
    let sum = shares.compactMap { Double($0["share"] ?? "") }.reduce(0, +)
    #expect(abs(sum - 1) < 1e-9)

    let bars = try rows(scratch, "apple.64.histogram.csv")
    #expect(bars.compactMap { Int($0["tokens"] ?? "") }.reduce(0, +) == 576)
    #expect(bars.compactMap { Int($0["kept"] ?? "") }.reduce(0, +) == 64)

    let overlap = Double(one.intersection(other).count) / Double(one.union(other).count)
    let pairs = try rows(scratch, "apple.64.jaccard.csv")
    #expect(pairs.map { Double($0["jaccard"] ?? "") } == [1, overlap, overlap, 1])

    let fates = try rows(scratch, "apple.64.diff.csv")
    let votes = try rows(scratch, "apple.64.agreement.csv")
    #expect(fates.count == 576 && votes.count == 576)
    for token in 0..<576 {
      let kept = (one.contains(token), other.contains(token))
      #expect(
        fates[token]["class"]
          == (kept == (true, true)
            ? "both" : kept.0 ? "A" : kept.1 ? "B" : "neither"))
      #expect(votes[token]["votes"] == "\((kept.0 ? 1 : 0) + (kept.1 ? 1 : 0))")
      #expect(fates[token]["row"] == "\(token / 24)" && fates[token]["column"] == "\(token % 24)")
    }

    let taus = try rows(scratch, "apple.64.threshold.csv").filter {
      $0["strategy"] == "agilepruner"
    }
    let largest = taus.compactMap { Double($0["tau"] ?? "") }.max()
    #expect(taus.first?["rank"] == "1" && largest == 0.25)
  }

  @Test func whatASampleLacksIsNamedAndTheRestIsDone() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(rows: 4, columns: 4, attention: false), to: "a.npz")
    let run = try Program(
      "export a.npz --strategy random --keep 4 --kind histogram,threshold,spectrum --output out",
      in: scratch.path)
    #expect(run.code == 0)
    #expect(
      run.messageLines == [
        "prunescope: a: no histogram: this sample has no class attention",
        "prunescope: a: no threshold: no strategy of the list has a threshold; agilepruner does",
      ])
    #expect(try scratch.names(in: "out").contains("a.random.4.spectrum.png"))
    let alone = try Program(
      "export a.npz --strategy divprune,downsample --keep 4 --kind diff --output out",
      in: scratch.path)
    #expect(alone.code == 0 && alone.messages.contains("a: no diff: "))
  }

  @Test func tilesAreToldApartInTables() throws {
    let scratch = Scratch()
    try scratch.write(Scratch.dump(tiles: 2, rows: 3, columns: 2), to: "a.npz")
    let run = try Program(
      "export a.npz --strategy fastervlm,random --keep 5 --kind diff,agreement,curves --per-tile "
        + "--output out", in: scratch.path)
    #expect(run.code == 0 && run.messages.isEmpty)
    let places = try rows(scratch, "out/a.5.diff.csv")
      .map { [$0["token"], $0["tile"], $0["row"], $0["column"]] }
    #expect(places[5] == ["5", "0", "2", "1"] && places[6] == ["6", "1", "0", "0"])
  }
}
