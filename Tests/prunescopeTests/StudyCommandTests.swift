import Foundation
import Glibc
import SampleSets
import Studies
import TestSupport
import Testing
import TokenFields

/// Studies from end to end: images in, tables, plots and averages out.
@Suite struct StudyCommandTests {
  /// Runs a study into a folder of its own.
  private func study(_ arguments: String) throws -> Program {
    try Program(["study"] + arguments.words, variables: ["SLURM_CPUS_PER_TASK=2"])
  }

  private static let images = "Samples/apple.png Samples/reef.png Samples/street.png"

  /// What keeps each study short.
  private static func options(of name: String) -> String {
    switch name {
    case "diversity", "agreement": "--strategy agilepruner,divprune,random --keep 32,64"
    case "threshold", "mixture": "--values 0,0.1"
    case "robustness": "--strategy divprune --kinds blur,jpeg --severities 1"
    default: ""
    }
  }

  @Test(
    "every study prints its tables, draws its plots, and says the same when asked again",
    arguments: StudyCatalog.all.map { $0.name })
  func everyStudy(name: String) throws {
    let scratch = Scratch()
    let command = "\(name) \(Self.images) \(Self.options(of: name)) --output \(scratch["out"])"
    let first = try study(command)
    #expect(first.code == 0, "\(first.messages)")
    #expect(first.output.contains("3 images"))
    let files = try scratch.names(in: "out")
    #expect(files.contains("\(name).jsonl") && files.contains("\(name).csv"))
    let pictures = files.filter { $0.hasSuffix(".png") }
    #expect(!pictures.isEmpty && pictures.allSatisfy { $0.hasPrefix(name) })
    for picture in pictures {
      #expect(try scratch.bytes("out/\(picture)").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
    let again = try study(command)
    #expect(again.code == 0 && again.output == first.output)
    #expect(try scratch.names(in: "out") == files)
    for (form, begin) in [("--json", "{\"study\":\"\(name)\""), ("--latex", "% ")] {
      let other = try study("\(command) \(form)")
      #expect(other.code == 0 && other.output.hasPrefix(begin), "\(form)")
    }
    let table = try study("\(command) --csv")
    let widths = Set(
      table.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count })
    #expect(table.lines.count > 1 && widths.count == 1)
  }

  @Test("a survey that has the rows is read in place of images, and gives the same tables")
  func fromSurvey() throws {
    let scratch = Scratch()
    let asked = "--strategy agilepruner,divprune --keep 32,64"
    let survey = try Program(
      ["survey"] + Self.images.words + asked.words + ["--output", scratch["survey"]])
    #expect(survey.code == 0)
    for name in ["diversity", "agreement"] {
      let measured = try study("\(name) \(Self.images) \(asked) --output \(scratch["a"])")
      let read = try study("\(name) --survey \(scratch["survey"]) --output \(scratch["b"])")
      #expect(read.code == 0 && read.output == measured.output)
      let here = try study("\(name) --output \(scratch["survey"])")
      #expect(here.output == measured.output)
    }
  }

  @Test("a survey without what a study reads is refused with what is missing")
  func gaps() throws {
    let scratch = Scratch()
    _ = try Program(
      [
        "survey", "Samples/apple.png", "--strategy", "divprune", "--keep", "64", "--output",
        scratch["survey"],
      ])
    let run = try study("threshold --survey \(scratch["survey"]) --output \(scratch["out"])")
    #expect(run.code == 65 && run.output.isEmpty)
    #expect(run.messages.contains("no rows of agilepruner:tau=0.05 at 11.1%"))
    #expect(run.messages.contains("name the samples in place of the survey"))
  }

  @Test("the averages that 'scale' writes are those that --calibration reads")
  func calibration() throws {
    let scratch = Scratch()
    #expect(try study("scale \(Self.images) --output \(scratch["out"])").code == 0)
    let path = scratch["out/calibration.json"]
    let calibration = try Calibration(path: path)
    #expect(calibration.samples == 3 && calibration.encoder == "handcrafted")
    let inspected = try Program(
      ["inspect", "Samples/apple.png", "--json", "--calibration", path])
    struct Line: Decodable {
      struct Averages: Decodable { let erank, entropy: Double, source: String }
      let averages: Averages
    }
    let averages = try decoded(Line.self, from: inspected.line(0)).averages
    #expect(averages.erank == calibration.erank && averages.entropy == calibration.entropy)
    #expect(averages.source == "mean of 3 images, handcrafted")
    let selected = try Program(
      [
        "select", "Samples/apple.png", "--strategy", "agilepruner", "--keep", "64", "--json",
        "--calibration", path,
      ])
    #expect(selected.output.contains("\"erank-average\":\(calibration.erank)"))
  }

  @Test(
    "what is wrong with a study is told in one line",
    arguments: [
      ("scales Samples --output x", "'scales': no such study; studies are scale, diversity"),
      ("scale Samples --keep 64 --output x", "study scale: takes no --keep"),
      ("threshold Samples --values 0,x --output x", "--values 'x': a number must be here"),
      ("robustness Samples --kinds fog --output x", "fog"),
      ("robustness Samples --severities 6 --output x", "6"),
      ("scale Samples --survey x --output x", "leave the paths out"),
      ("scale Samples --json --csv --output x", "choose one of"),
      ("scale Samples --jobs 0 --output x", "--jobs 0"),
      ("scale --output /nowhere", "name at least one sample, or a survey with --survey"),
      ("scale --survey /nowhere --output x", "/nowhere: no such file or folder"),
    ])
  func mistakes(arguments: String, reason: String) throws {
    let run = try study(arguments)
    #expect(run.code == 64 || run.code == 65)
    #expect(run.messageLines.count == 1 && run.messages.contains(reason), "\(run.messages)")
    #expect(run.output.isEmpty)
  }
}
