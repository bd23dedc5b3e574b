import Analysis
import ArgumentParser
import Figures
import ImageFiles
import Imaging
import LocalFiles
import Plots
import SampleSets
import Studies
import SurveyRuns
import Surveys
import TerminalUI
import TextData
import TokenFields
import TokenPruning

/// `prunescope study`: a question of the paper about a whole data set, as a table and a plot.
struct RunStudy: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "study",
    abstract: "Ask a whole data set what AgilePruner's paper asked, as tables and plots.",
    discussion: """
      Studies:
      \(StudyCatalog.all.map { "  " + NumberText.left($0.name, 12) + $0.summary }
        .joined(separator: "\n"))

      The table goes to standard output; plots as PNG, and the rows that they were made of, into \
      the folder of --output. What is interrupted goes on when the same command is given again. A \
      survey that has what a study asks for is read instead of any image: name it with --survey, \
      or leave out the paths where it lies in the folder of --output.

      Examples:
        prunescope study scale Samples --output out
        prunescope study diversity Samples --keep 32,64,128 --output out --latex
        prunescope study threshold photos --calibration out/calibration.json --output out
        prunescope study agreement --survey surveys/photos --output out
      """)

  @Argument(
    help: ArgumentHelp(
      "Which study: " + StudyCatalog.all.map { $0.name }.joined(separator: ", ") + ".",
      valueName: "study"),
    completion: .list(StudyCatalog.all.map { $0.name }))
  var study: String
  @OptionGroup var input: InputOptions
  @OptionGroup var choices: StudyChoices
  @Option(
    help: ArgumentHelp(
      "Read the rows of this survey, a folder or a .jsonl file, instead of samples.",
      valueName: "survey"),
    completion: .file())
  var survey: String?
  @Option(help: "The folder to write to; made if it is missing.", completion: .directory)
  var output: String
  @OptionGroup var jobs: JobsOptions
  @Flag(help: "Replace rows and pictures of an earlier run.")
  var overwrite = false
  @Flag(help: "Print a JSON object, with full precision.")
  var json = false
  @Flag(help: "Print what was measured in long form as CSV, a row for each mean.")
  var csv = false
  @Flag(help: "Print tables for LaTeX, which need the package booktabs.")
  var latex = false
  @Flag(help: "Tell no progress, only what is refused.")
  var quiet = false

  func validate() throws {
    if [json, csv, latex].count(where: { $0 }) > 1 {
      throw ValidationError("choose one of --json, --csv and --latex")
    }
    if survey != nil, !input.paths.isEmpty {
      throw ValidationError("--survey has the samples in it; leave the paths out")
    }
    _ = try plan()
  }

  func run() throws {
    let isMeasured = !input.paths.isEmpty
    let plan: StudyPlan
    let rows: Rows
    if isMeasured {
      plan = try self.plan()
      rows = try measured(plan)
    } else {
      rows = try surveyed()
      plan = try self.plan(for: rows.files)
    }
    let report = try reduce(rows.files, plan, isMeasured: isMeasured)
    guard !report.tables.isEmpty else {
      for note in report.notes { Console.report(note) }
      throw Exit.noInput
    }
    try write(report)
    try print(report)
    if rows.someRefused { throw Exit.someRefused }
  }

  // MARK: What is asked

  private func kind() throws -> any Studies.Study.Type {
    do throws(StudyError) {
      return try StudyCatalog.named(study)
    } catch {
      throw ValidationError(error.description)
    }
  }

  private func plan() throws -> StudyPlan {
    try plan(choices.options(calibration: input.calibration?.calibration))
  }

  /// The plan for rows that there are: of studies that compare strategies, those of the rows at their
  /// budgets, where no others were asked for.
  private func plan(for files: [String]) throws -> StudyPlan {
    var options = try choices.options(calibration: input.calibration?.calibration)
    guard try kind().comparesStrategies else { return try plan(options) }
    var contents = SurveyContents()
    do throws(SurveyRunError) {
      for file in files {
        try SurveyFile.forEachRow(at: file) { row throws(SurveyRunError) in contents.add(row) }
      }
    } catch {
      throw DataSetRun.exit(after: error, reading: true)
    }
    options.strategies = options.strategies ?? contents.strategies
    options.budgets = options.budgets ?? contents.budgets
    return try plan(options)
  }

  private func plan(_ options: StudyOptions) throws -> StudyPlan {
    let kind = try kind()
    do throws(StudyError) {
      return try kind.plan(options)
    } catch {
      throw ValidationError(error.description)
    }
  }

  // MARK: Rows

  /// Files of rows, and whether some samples were refused while they were made.
  private struct Rows {
    let files: [String]
    var someRefused = false
  }

  /// The rows of a survey that there is.
  private func surveyed() throws -> Rows {
    if survey == nil, LocalFile.kind(of: output) != .folder {
      throw ValidationError("name at least one sample, or a survey with --survey")
    }
    do throws(SurveyRunError) {
      let folder = survey ?? output
      let files = try SurveyFile.find(in: folder)
      if !quiet { Console.report("reading \(files.joined(separator: ", "))") }
      return Rows(files: files)
    } catch {
      throw DataSetRun.exit(after: error, reading: true)
    }
  }

  /// The rows of the samples that were named, which are measured unless they were before.
  private func measured(_ plan: StudyPlan) throws -> Rows {
    let set = input.sampleSet()
    try input.checkEncoder(input.loader)
    for refusal in set.refusals { Console.report(refusal.description) }
    guard !set.references.isEmpty else { throw Exit.noInput }
    let work = DataSetRun(jobs: jobs.workers(), isQuiet: quiet)
    var run = work.run(of: set, plan.survey, input, into: output, as: study)
    run.conditions = try plan.conditions.map { name in
      guard let name else { return .unchanged }
      let disturbance = try GradedDisturbance(name)
      return ImageCondition(name: name) { disturbance.applied(to: $0) }
    }
    let outcome = try work.carryOut(
      run, overwrite ? .overwrite : .resume, remedy: "the same command goes on")
    if outcome.ending == .alreadyFinished, !quiet {
      Console.report("rows of an earlier run are read; --overwrite measures anew")
    }
    return Rows(
      files: outcome.paths.filter { $0.hasSuffix(".jsonl") },
      someRefused: outcome.counts.refusedRows > 0)
  }

  /// The report of rows.
  ///
  /// - Throws: exit code 65, after it was told, for rows of a survey that lack what the study reads.
  private func reduce(
    _ files: [String], _ plan: StudyPlan, isMeasured: Bool
  ) throws -> StudyReport {
    var reduction = try kind().makeReduction(plan)
    var gaps = StudyGaps(plan)
    var origins = SurveyOrigins()
    do throws(SurveyRunError) {
      for file in files {
        try SurveyFile.forEachRow(at: file) { row throws(SurveyRunError) in
          reduction.add(row)
          if !isMeasured {
            gaps.add(row)
            origins.add(row)
          }
        }
      }
    } catch {
      throw DataSetRun.exit(after: error, reading: true)
    }
    guard !isMeasured else { return reduction.report() }
    try check(gaps.missing, plan, files)
    var report = reduction.report()
    report.notes += SurveyFile.remarks(on: files)
    if let calibration = plan.calibration {
      guard origins.fit(calibration) else {
        Console.report(
          "\(files.joined(separator: ", ")): tokens of \(origins.encoderNames), but the calibration is of "
            + "'\(calibration.encoder ?? "")'; measure this encoder's with 'prunescope study scale'"
        )
        throw Exit.noInput
      }
      report.notes += origins.notes(for: calibration)
    }
    return report
  }

  /// Refuses rows of a survey that was not asked what the study reads.
  ///
  /// Strategies that no sample can serve have no rows either; the report tells of those.
  private func check(_ gaps: [StudyGaps.Gap], _ plan: StudyPlan, _ files: [String]) throws {
    let absent = gaps.filter { $0.samples == $0.total }
    let needed = absent.filter { gap in
      gap.condition != nil || gap.label.map(plan.survey.required.contains) ?? true
    }
    let labels = Set(absent.compactMap(\.label))
    let stopping = needed.isEmpty && labels.count == plan.labels.count ? absent : needed
    guard !stopping.isEmpty else { return }
    for gap in stopping { Console.report("\(files.joined(separator: ", ")): \(gap)") }
    Console.report("name the samples in place of the survey, and what is missing is measured")
    throw Exit.noInput
  }

  // MARK: Results

  /// Writes plots, maps and averages; what is there already with the same content stays.
  private func write(_ report: StudyReport) throws {
    do throws(FileError) {
      try LocalFile.makeFolder(output)
      if let calibration = report.calibration { try write(calibration) }
      for plot in report.plots {
        try write(ImageFile.encodePNG(plot.figure()), plot.name, "png")
      }
      if !report.maps.isEmpty {
        try write(ImageFile.encodePNG(StudyMap.sheet(report.maps)), "\(study)-maps", "png")
      }
    } catch {
      Console.report(error.description)
      throw Exit.cannotWrite
    }
  }

  /// Writes averages under the one name that they are looked for; others there are never replaced
  /// unasked.
  private func write(_ calibration: Calibration) throws(FileError) {
    let bytes = Array((calibration.json.text + "\n").utf8)
    let path = output.slashed + "calibration.json"
    if (try? LocalFile.read(path, limit: bytes.count)) != bytes {
      try LocalFile.write(bytes, to: path, replacing: overwrite)
    }
    tell(path)
  }

  private func write(_ bytes: [UInt8], _ name: String, _ ending: String) throws(FileError) {
    let stem = output.slashed + name
    let path = "\(stem).\(ending)"
    if LocalFile.kind(of: path) == .file, (try? LocalFile.read(path, limit: bytes.count)) == bytes {
      return tell(path)
    }
    tell(try NewFile.write(bytes, stem: stem, ending: ending, replaces: overwrite))
  }

  private func tell(_ path: String) {
    if !quiet { Console.report("wrote \(path)") }
  }

  private func print(_ report: StudyReport) throws {
    if json {
      try Console.print(report.json.text)
    } else {
      try Console.write(csv ? report.csv : latex ? report.latex : report.text)
    }
  }
}
