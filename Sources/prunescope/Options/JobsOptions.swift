import ArgumentParser
import FoundationEssentials

/// With how many cores a data set is worked on.
struct JobsOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many samples are worked on at the same time (default: SLURM_CPUS_PER_TASK, else every "
        + "core)."))
  var jobs: Int?

  /// The most samples that are worked on at the same time.
  private static let mostJobs = 1024

  func validate() throws {
    if let jobs, !(1...Self.mostJobs).contains(jobs) {
      throw ValidationError("--jobs \(jobs): give 1 to \(Self.mostJobs)")
    }
  }

  /// How many samples are worked on at the same time.
  ///
  /// - Parameter environment: The variables of the environment.
  /// - Returns: 1 or more.
  func workers(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) -> Int {
    let given = environment["SLURM_CPUS_PER_TASK"].flatMap { Int($0) } ?? Self.cores
    return jobs ?? min(Self.mostJobs, max(1, given))
  }

  /// The cores that the program may use.
  static var cores: Int { max(1, ProcessInfo.processInfo.activeProcessorCount) }
}
