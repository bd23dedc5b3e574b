import ArgumentParser
import FoundationEssentials
import SurveyRuns

/// Which part of the samples is worked on.
struct ShardOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Survey only part i of N, counted from 0; the parts are put together with --merge.",
      valueName: "i/N"))
  var shard: String?

  @Option(help: "N of --shard, for scripts that give both numbers by themselves.")
  var numChunks: Int?

  @Option(help: "i of --shard.")
  var chunkIdx: Int?

  @Flag(help: "Do not take the part from a Slurm job array.")
  var noSlurm = false

  func validate() throws {
    if shard != nil, numChunks != nil || chunkIdx != nil {
      throw ValidationError("--shard and --num-chunks with --chunk-idx say the same; give one")
    }
    if (numChunks == nil) != (chunkIdx == nil) {
      throw ValidationError("--num-chunks and --chunk-idx belong together; give both or --shard")
    }
    _ = try asked()
  }

  /// The part that was asked for by an option; nil without one.
  private func asked() throws -> Shard? {
    if let shard {
      guard let part = Shard(shard) else {
        throw ValidationError(
          "--shard '\(shard)': write i/N with i from 0 to N-1, such as 0/4 for the first of 4")
      }
      return part
    }
    guard let numChunks, let chunkIdx else { return nil }
    guard let part = Shard(index: chunkIdx, count: numChunks) else {
      throw ValidationError(
        "--num-chunks \(numChunks) --chunk-idx \(chunkIdx): the index must be from 0 to below the "
          + "number, which is 1 to \(Shard.largestCount)")
    }
    return part
  }

  /// The part to work on: as asked for, else as Slurm says; nil for all samples.
  ///
  /// - Parameter environment: The variables of the environment.
  /// - Returns: The part, and what to say when it was not asked for by an option.
  /// - Throws: A usage error for a job array of which the parts cannot be told.
  func part(
    in environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> (shard: Shard, note: String?)? {
    if let asked = try asked() { return (asked, nil) }
    guard !noSlurm, environment["SLURM_ARRAY_TASK_ID"] != nil else { return nil }
    func number(_ name: String) throws -> Int? {
      guard let text = environment["SLURM_ARRAY_TASK_" + name] else { return nil }
      guard let value = Int(text) else {
        throw ValidationError(
          "SLURM_ARRAY_TASK_\(name) is '\(text.printable)', not a whole number; give the part with "
            + "--shard, or all samples with --no-slurm")
      }
      return value
    }
    // Without its ends the array begins with task 0.
    let step = try number("STEP") ?? 1
    let first = try number("MIN") ?? 0
    let count = try number("COUNT")
    guard let id = try number("ID"), step > 0, first >= 0,
      let last = try number("MAX") ?? count.map({ first + ($0 - 1) * step }),
      (first...max(first, last)).contains(id), (id - first) % step == 0,
      let shard = Shard(index: (id - first) / step, count: (last - first) / step + 1),
      count == nil || count == shard.count
    else {
      throw ValidationError(
        "SLURM_ARRAY_TASK_ID, _MIN, _MAX, _STEP and _COUNT tell no part of an evenly spaced array; give "
          + "it with --shard, or all samples with --no-slurm")
    }
    return (
      shard,
      "shard \(shard), as task \(id) of the Slurm job array \(first)-\(last); --no-slurm surveys all "
        + "samples"
    )
  }
}
