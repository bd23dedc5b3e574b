import ArgumentParser
import LocalFiles
import SampleSets
import SurveyRuns
import Surveys

/// How a command works on a whole data set: with how many cores, telling how far it is, until it is
/// done or a signal stops it.
struct DataSetRun {
  /// How many samples are worked on at the same time.
  let jobs: Int
  /// Whether no progress is told.
  let isQuiet: Bool

  /// What a run does to every sample of a set; nothing is done yet.
  ///
  /// - Parameters:
  ///   - set: The samples.
  ///   - plan: What is asked of each.
  ///   - input: How they are read; a model computes each image on one core.
  ///   - folder: The folder of the results.
  ///   - name: What the files are called.
  /// - Returns: The run, of all samples.
  func run(
    of set: SampleSet, _ plan: SurveyPlan, _ input: InputOptions, into folder: String,
    as name: String
  ) -> SurveyRun {
    // One core for each image: a model's products are rounded otherwise when they are cut for several,
    // and rows must not depend on the number of jobs.
    let loader = SampleLoader(
      input.loadOptions, encoders: EncoderLibrary(workers: 1), cache: input.model.cache)
    var run = SurveyRun(samples: set, plan: plan, loader: loader, folder: folder)
    run.name = name
    run.jobs = jobs
    run.version = Version.text
    return run
  }

  /// Carries a run out.
  ///
  /// - Parameters:
  ///   - run: The run.
  ///   - mode: What to do with what lies in the folder already.
  ///   - remedy: What goes on after an interrupt, as the end of a sentence.
  /// - Returns: What came of it, if it came to an end.
  /// - Throws: The exit code, after the reason was told: of the signal that stopped it, or of files
  ///   that are in the way or cannot be written.
  func carryOut(_ run: SurveyRun, _ mode: SurveyRun.Mode, remedy: String) throws -> SurveyOutcome {
    if mode == .resume {
      let changed = run.changedSamples
      if let first = changed.first {
        Console.report(
          "\(first): changed since its rows were written"
            + (changed.count > 1 ? ", like \(changed.count - 1) others" : "")
            + "; they stay as they are, --overwrite measures anew")
      }
    }
    StopSignals.watch()
    let line = ProgressLine(isQuiet: isQuiet)
    let outcome: SurveyOutcome
    do throws(SurveyRunError) {
      outcome = try run.run(
        mode,
        progress: { progress in
          line.report(progress.refusals)
          line.tell(
            done: progress.done, total: progress.total, resumed: progress.resumed,
            refused: progress.refused)
        }, isStopped: { StopSignals.number != nil })
    } catch {
      line.end()
      throw Self.exit(after: error)
    }
    line.end()
    if outcome.ending == .stopped {
      Console.report(
        "stopped after \(outcome.counts.samples) of \(outcome.total) samples; \(remedy)")
      throw ExitCode(128 + (StopSignals.number ?? 0))
    }
    return outcome
  }

  /// Says why files are refused.
  ///
  /// - Parameters:
  ///   - error: The reason.
  ///   - isReading: Whether files were to be read, not written.
  /// - Returns: The exit code.
  static func exit(after error: SurveyRunError, reading isReading: Bool = false) -> ExitCode {
    Console.report(error.description)
    switch error {
    case .file where isReading: return Exit.noInput
    case .file, .finished, .unfinished, .differs, .foreign: return Exit.cannotWrite
    case .badLine, .nothing, .missingShard, .severalSplits, .changed: return Exit.noInput
    }
  }
}
