import Analysis
import Foundation
import Imaging
import SampleSets
import SurveyRuns
import Surveys
import Synchronization
import TensorFiles
import TestSupport
import TokenPruning

/// A new folder of its own for a test, with what a survey reads and writes.
struct Scratch: ~Copyable {
  let path: String

  init() throws {
    path = "/tmp/prunescope-surveys-\(getpid())-\(UInt64.random(in: 0 ... .max))"
    try FileManager.default.createDirectory(
      atPath: path + "/samples", withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The samples.
  var samples: SampleSet { SampleSet(paths: [path + "/samples"]) }

  /// Writes dumps of 12 tokens, all different, under numbered names from `s00`.
  func makeDumps(_ count: Int) throws {
    for index in 0..<count {
      let number = index < 10 ? "0\(index)" : "\(index)"
      try write(Self.dump(seed: index), to: "samples/s\(number).npz")
    }
  }

  /// The bytes of a small dump.
  static func dump(seed: Int) -> [UInt8] {
    let features = (0..<12 * 4).map { Float(($0 * 7919 + $0 / 4 * 131 + seed * 37) % 1009) / 1009 }
    let attention = (0..<2 * 12).map { Float(($0 * 6007 + seed * 53) % 997 + 1) / 1_000_000 }
    return NPZ.bytes(of: [
      ("features", Tensor(shape: [12, 4], float32: features)),
      ("attention", Tensor(shape: [2, 12], float32: attention)),
      ("grid", Tensor(shape: [2], int64: [3, 4])),
    ])
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: path + "/" + name))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + "/" + name)))
  }

  func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: path + "/" + name)
  }

  /// The names of everything in a folder, sorted.
  func names(_ folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder).sorted()
  }

  /// The results in a folder: JSON lines, CSV and what is beside them.
  func results(_ folder: String) throws -> [[UInt8]] {
    try ["survey.jsonl", "survey.csv", "survey.json"].map { try bytes(folder + "/" + $0) }
  }

  /// A run over the samples into a folder.
  func run(_ folder: String, _ strategies: [String] = ["agilepruner", "divprune"]) throws
    -> SurveyRun
  {
    SurveyRun(
      samples: samples, plan: try plan(strategies), loader: SampleLoader(),
      folder: path + "/" + folder)
  }
}

/// A plan at two budgets; without strategies at none.
func plan(_ strategies: [String]) throws -> SurveyPlan {
  SurveyPlan(
    strategies: try strategies.map { try StrategyCatalog.make($0) },
    budgets: strategies.isEmpty ? [] : [.count(3), .percentage(50)])
}

/// Stops a run after so many samples.
final class Stop: Sendable {
  private let done = Mutex(0)
  private let limit: Int

  init(after limit: Int) { self.limit = limit }

  var isStopped: Bool { done.withLock { $0 >= limit } }
  func count() { done.withLock { $0 += 1 } }
}

extension SurveyRun {
  /// Runs, and stops after so many samples.
  func run(_ mode: Mode, stoppingAfter limit: Int) throws -> SurveyOutcome {
    let stop = Stop(after: limit)
    return try run(mode, progress: { _ in stop.count() }, isStopped: { stop.isStopped })
  }
}

/// The message of what a run is refused with; empty when it is not.
func message(_ body: () throws -> SurveyOutcome) -> String {
  do {
    _ = try body()
    return ""
  } catch {
    return "\(error)"
  }
}
