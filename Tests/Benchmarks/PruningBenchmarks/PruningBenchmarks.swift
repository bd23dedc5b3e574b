import ArgumentParser

/// Measures what the program computes while somebody watches.
///
/// Not part of `swift test`: times depend on the machine. Build with `-c release`.
@main
struct PruningBenchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "prunescope-benchmarks",
    abstract: "Measure what the program computes.",
    subcommands: [MeasureGroups.self, MeasureEncoder.self], defaultSubcommand: MeasureGroups.self)
}

/// Measures what is computed while somebody looks at tokens.
struct MeasureGroups: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "groups",
    abstract: "Measure matrices, strategies, budget steps, traces, curves, encoding and frames.",
    discussion: """
      Every row runs until its time is spent and tells the median and the best wall time and the \
      median CPU time of all threads, in milliseconds. What is compared runs in turn, so that a \
      busy machine slows both sides alike. Each result is held against what it must be.

      'python3 Tests/Scripts/benchmark_selection.py' prints rows of the same titles for the \
      formulations of the strategies' authors.
      """)

  @Argument(help: "The groups to run: \(Group.allCases.map(\.rawValue).joined(separator: ", ")).")
  var groups = Group.allCases
  @Option(help: "Seconds that each row runs.")
  var seconds = 0.5
  @Option(help: "Only rows whose titles contain this.")
  var only = ""
  @Flag(help: "Leave out the samples of 2880 tokens.")
  var small = false

  func validate() throws {
    guard seconds > 0, seconds <= 60 else {
      throw ValidationError("--seconds \(seconds) is out of range; it takes 0 to 60")
    }
  }

  func run() async throws {
    var table = Table(secondsPerRow: seconds, only: only)
    let cases = small ? [SelectionCase.llava] : [.llava, .llavaNext]
    for group in groups {
      switch group {
      case .matrices: await measureMatrices(cases, in: &table)
      case .strategies: await measureStrategies(cases, in: &table)
      case .steps: await measureBudgetSteps(in: &table)
      case .traces: await measureTraces(cases, in: &table)
      case .curves: await measureCurves(cases, in: &table)
      case .encoding: await measureEncoding(in: &table)
      case .frames: await measureFrames(in: &table)
      }
    }
    guard table.failures.isEmpty else {
      for failure in table.failures { print("WRONG: " + failure) }
      throw ExitCode.failure
    }
  }
}

/// What can be measured by itself.
enum Group: String, CaseIterable, ExpressibleByArgument {
  case matrices, strategies, steps, traces, curves, encoding, frames
}

/// A sample's size and the budget that strategies are measured at.
struct SelectionCase {
  let tokens: Int
  let width: Int
  let keep: Int

  /// LLaVA-1.5: 24×24 tokens, 64 kept.
  static let llava = SelectionCase(tokens: 576, width: 1024, keep: 64)
  /// LLaVA-NeXT: five tiles as one list, 320 kept.
  static let llavaNext = SelectionCase(tokens: 2880, width: 1024, keep: 320)
}
