import ArgumentParser
import Checkpoints
import Encoders
import Glibc
import Imaging
import LinearAlgebra
import Scenes
import TokenFields

/// Measures a model's vision tower on pictures of its view's size.
///
/// `python3 Tests/Scripts/benchmark_encoder.py` runs it and PyTorch in turn.
struct MeasureEncoder: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "encoder", abstract: "Time a checkpoint's vision tower, stage by stage.")

  @Option(help: "The checkpoint's folder.", completion: .directory)
  var weights: String
  @Option(help: "Images that are computed together.")
  var batch = 1
  @Option(help: "Cores to use.")
  var threads = 1
  @Option(help: "All layers, or those needed for the tokens of the layer before the last.")
  var layers = Layers.needed
  @Option(help: "How often it is measured, after one run that is not.")
  var `repeat` = 3
  @Flag(help: "Print one JSON object.")
  var json = false

  /// How much of the tower is computed.
  enum Layers: String, CaseIterable, ExpressibleByArgument {
    case all, needed
  }

  func validate() throws {
    guard batch > 0, threads > 0, `repeat` > 0 else {
      throw ValidationError("--batch, --threads and --repeat take 1 or more")
    }
  }

  func run() throws {
    let checkpoint = try Checkpoint.open(weights)
    let encoder = try VisionEncoder(
      VisionTransformer(
        checkpoint.architecture, checkpoint.weights, name: checkpoint.name,
        workers: Workers(threads)),
      projector: checkpoint.projector, processing: checkpoint.processing,
      settings: VisionSettings(), averages: .llava15, fingerprint: "")
    let scenes = SceneCatalog.all
    let views = (0..<batch).flatMap {
      encoder.prepare(scenes[$0 % scenes.count].draw(), .stretch).tiles
    }
    var seconds: [Double] = []
    var stages: [EncodingStage: Duration] = [:]
    for round in 0...`repeat` {
      let clock = ContinuousClock()
      let start = clock.now
      let run = try encoder.outputs(of: views, request(of: checkpoint.architecture))
      guard round > 0 else { continue }
      seconds.append((clock.now - start).seconds)
      stages.merge(run.stages) { $0 + $1 }
    }
    let parts = EncodingStage.allCases.compactMap { stage in
      stages[stage].map { (stage.rawValue, $0.seconds / Double(`repeat`)) }
    }
    print(json ? line(seconds, parts) : text(seconds, parts))
  }

  private func request(of architecture: VisionArchitecture) -> TransformerRequest {
    var request = TransformerRequest()
    switch layers {
    case .all: request.hiddenStates = [architecture.layers]
    case .needed:
      let state = architecture.layers - 1
      request.hiddenStates = [state]
      request.attention = Set(0..<state)
      request.queriesAndKeys = [state - 1]
      request.singleHeadAttention = architecture.classTokens > 0
    }
    return request
  }

  private func line(_ seconds: [Double], _ stages: [(String, Double)]) -> String {
    let parts = stages.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", ")
    return "{\"seconds\": \(seconds), \"stages\": {\(parts)}, \"peakBytes\": \(peakBytes)}"
  }

  private func text(_ seconds: [Double], _ stages: [(String, Double)]) -> String {
    let best = seconds.min() ?? 0
    let head =
      "\(batch) images, \(threads) threads: \(best) s at best, \(peakBytes >> 20) MiB at most"
    return ([head] + stages.map { "  \($0.0)  \($0.1) s" }).joined(separator: "\n")
  }

  /// The most memory that was resident, files that are mapped included.
  private var peakBytes: Int {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Int(usage.ru_maxrss) << 10
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
