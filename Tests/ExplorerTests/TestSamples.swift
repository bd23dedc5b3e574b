import Analysis
import Encoders
import Explorer
import Glibc
import Imaging
import LinearAlgebra
import SampleSets
import Synchronization
import TokenFields
import TokenMetrics
import TokenPruning

/// A sample that tests look at, with what the runner would compute of it.
final class TestSample: Sendable {
  let reference: SampleReference
  let loaded: LoadedSample
  let summary: SampleSummary
  let verdict: Verdict?
  let evaluator: SampleEvaluator
  /// The same, with strategies applied to every tile by itself.
  let tileEvaluator: SampleEvaluator
  private let known = Mutex<[String: StrategyAnswer]>([:])

  init(_ name: String, _ field: TokenField, picture: SamplePicture? = nil) {
    reference = SampleReference(name: name, dumpPath: "samples/\(name).npz")
    let prepared = PreparedField(field)
    loaded = LoadedSample(reference: reference, field: prepared, picture: picture)
    summary = SampleSummary(prepared)
    verdict = Verdict(prepared)
    evaluator = SampleEvaluator(prepared)
    tileEvaluator = SampleEvaluator(prepared, perTile: true)
  }

  /// What the program itself answers.
  func answer(_ requested: RequestedStrategy, keep: Int) -> StrategyAnswer {
    let key = "\(requested.strategy.label) \(keep) \(requested.row) \(requested.isPerTile)"
    let evaluator = requested.isPerTile ? tileEvaluator : evaluator
    if let answer = known.withLock({ $0[key] }) { return answer }
    let answer: StrategyAnswer
    do throws(PruningError) {
      let evaluation = try evaluator.evaluate(requested.strategy, keeping: keep)
      let plan = try evaluator.plan(of: requested.strategy)
      answer = StrategyAnswer(
        row: requested.row, outcome: .evaluation(evaluation), plan: PlanReference(plan))
    } catch {
      answer = StrategyAnswer(row: requested.row, outcome: .unavailable(error.reasonInList))
    }
    known.withLock { $0[key] = answer }
    return answer
  }

  /// The decisions that rounding could turn, as the program itself finds them.
  func instabilities(_ requested: RequestedStrategy, keep: Int) -> [Instability] {
    evaluator.instabilities(of: requested.strategy, keeping: keep)
  }

  /// An answer that costs nothing: every row's strategy begins elsewhere and goes on in steps.
  func cheapAnswer(_ requested: RequestedStrategy, keep: Int) -> StrategyAnswer {
    let count = loaded.field.count
    let tiles = requested.isPerTile ? loaded.field.field.grid.tiles : 1
    // Turn by turn from every tile, where each has its share.
    let order = (0..<keep).map {
      (($0 / tiles + requested.row * count / 7) % (count / tiles)) + $0 % tiles * (count / tiles)
    }
    let evaluation = Evaluation(
      label: requested.strategy.label, budget: keep, selection: Selection(order: order),
      metrics: [KeptErank.name: Double(keep) / 3, AttentionMass.name: Double(keep) / Double(count)])
    return StrategyAnswer(row: requested.row, outcome: .evaluation(evaluation))
  }
}

extension TokenField {
  /// A field like a photograph's: two bright things on a quiet ground, neighbours alike.
  ///
  /// - Parameters:
  ///   - grid: How the tokens lie.
  ///   - heads: Heads of attention; 0 for none.
  ///   - width: The features' width; 0 for none.
  ///   - seed: What makes it differ from others.
  /// - Returns: A field without keys and without padding.
  static func pictured(
    _ grid: TokenGrid, heads: Int = 4, width: Int = 8, seed: UInt64 = 7
  ) -> TokenField {
    var generator = SplitMix64(seed: seed)
    let things = (0..<2).map { _ in (generator.nextUnit(), generator.nextUnit()) }
    func nearness(_ token: Int, _ thing: Int) -> Double {
      let (tile, row, column) = grid.position(of: token)
      let y = (Double(row) + 0.5) / Double(grid.rows) - things[thing].0
      let x = (Double(column) + 0.5) / Double(grid.columns) - things[thing].1
      return exp(-12 * (x * x + y * y) - Double(tile))
    }
    var field = TokenField(grid: grid)
    if heads > 0 {
      field.attention = Matrix(
        rows: heads, columns: grid.count,
        elements: (0..<heads).flatMap { head in
          (0..<grid.count).map { token in
            let clear = nearness(token, 0) + Double(head) / 4 * nearness(token, 1)
            return (0.02 + clear) * (0.8 + 0.4 * generator.nextUnit()) / Double(grid.count)
          }
        })
    }
    if width > 0 {
      field.features = Matrix(
        rows: grid.count, columns: width,
        elements: (0..<grid.count).flatMap { token in
          (0..<width).map { index in
            cos(Double(index) * nearness(token, index % 2) * 3) + 0.3 * generator.nextUnit()
          }
        })
    }
    return field
  }
}

extension SamplePicture {
  /// A picture of colours that change in every direction, wider than high, so that it is padded.
  static let gradient: SamplePicture = {
    let (width, height) = (96, 72)
    var samples: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        samples += [UInt8(x * 255 / width), UInt8(y * 255 / height), UInt8((x * 5 + y * 3) % 256)]
      }
    }
    return SamplePicture(
      PreparedImage(
        Image(width: width, height: height, samples: samples), mode: .llavaPad, width: 96,
        height: 96))
  }()

  /// The colours of the quarters of `quarters`, row after row.
  static let quarterColors = [
    RGB(200, 40, 40), RGB(40, 160, 40), RGB(40, 40, 220), RGB(180, 180, 20),
  ]

  /// A picture of four colours that is cut into its quarters, after the whole.
  static let quarters: SamplePicture = {
    var image = Image(width: 96, height: 96, filledWith: .black)
    for y in 0..<96 {
      for x in 0..<96 { image[x, y] = quarterColors[y / 48 * 2 + x / 48] }
    }
    return SamplePicture(PreparedImage(image, mode: .anyres, width: 48, height: 48))
  }()
}

/// The samples of most tests.
enum TestSamples {
  /// 24×24 tokens with a picture.
  static let street = TestSample("street", .pictured(square), picture: .gradient)
  /// The same tokens without a picture.
  static let bare = TestSample("bare", .pictured(square))
  /// 4×6 tokens, 2 heads.
  static let small = TestSample("small", .pictured(TokenGrid(rows: 4, columns: 6), heads: 2))
  /// Five tiles of 24×24.
  static let tiled = TestSample("tiled", .pictured(TokenGrid(tiles: 5, rows: 24, columns: 24)))
  /// The same with a picture.
  static let mosaic = TestSample(
    "mosaic", .pictured(TokenGrid(tiles: 5, rows: 24, columns: 24)), picture: .quarters)
  /// One token.
  static let single = TestSample("single", .pictured(TokenGrid(rows: 1, columns: 1)))
  /// Attention without features.
  static let attentive = TestSample(
    "attentive", .pictured(TokenGrid(rows: 4, columns: 6), width: 0))
  /// Features without attention.
  static let featured = TestSample(
    "featured", .pictured(TokenGrid(rows: 4, columns: 6), heads: 0))

  private static let square = TokenGrid(rows: 24, columns: 24)

  /// Samples of grids that are easy to get wrong.
  static let odd = [
    TestSample("wide", .pictured(TokenGrid(rows: 1, columns: 600), heads: 1, width: 2)),
    TestSample("tall", .pictured(TokenGrid(rows: 600, columns: 1), heads: 1, width: 2)),
    TestSample("qwen", .pictured(TokenGrid(rows: 27, columns: 41), heads: 1, width: 2)),
    TestSample("pair", .pictured(TokenGrid(rows: 1, columns: 2), heads: 1, width: 2)),
    single, bare, tiled, street,
  ]
}
