internal import Surveys
internal import TokenFields

/// What rows say of an image, whatever the strategy.
struct ImageFacts: Sendable {
  let encoder: String?
  /// How its tokens lie; nil where that is not said, or cannot be.
  let grid: TokenGrid?
  /// The effective rank that is judged: centred, of the first tile.
  let erank: Double?
  /// The entropy of its class attention, in nats.
  let entropy: Double?
  /// The average that it is judged against, with its origin.
  let average: Double?
  let averageSource: String?

  /// More tokens than any encoder makes of an image.
  static let largestCount = 1 << 20

  init(_ row: SurveyRow) {
    encoder = row.encoder
    grid = Self.grid(of: row)
    func sound(_ value: Double?) -> Double? {
      value.flatMap { abs($0) <= ExactSum.limit ? $0 : nil }
    }
    erank = sound(row.verdictErank ?? row.erankInput)
    entropy = sound(row.entropy)
    average = sound(row.erankAverage)
    averageSource = row.averagesSource
  }

  private static func grid(of row: SurveyRow) -> TokenGrid? {
    guard let tokens = row.tokens, let rows = row.rows, let columns = row.columns else {
      return nil
    }
    let tiles = row.tiles ?? 1
    guard [tokens, tiles, rows, columns].allSatisfy((1...largestCount).contains) else { return nil }
    // Each factor has at most 20 bits.
    guard tiles * rows * columns == tokens else { return nil }
    return TokenGrid(tiles: tiles, rows: rows, columns: columns)
  }

  /// Which of both classes the image is of, and what decides; nil where nothing does.
  func judged(by calibration: Calibration?) -> (class: ImageClass, split: Split)? {
    if let calibration, calibration.fits(encoder), let erank {
      return (
        erank >= calibration.erank ? .complex : .simple,
        Split(average: calibration.erank, source: calibration.source)
      )
    }
    if let erank, let average {
      return (
        erank >= average ? .complex : .simple,
        Split(average: average, source: averageSource ?? "of unknown origin")
      )
    }
    return nil
  }
}

/// Which images a number is of.
enum ImageClass: Int, Sendable, CaseIterable {
  case all, simple, complex

  /// The class as tables name it.
  var word: String { self == .all ? "all" : self == .simple ? "simple" : "complex" }
}

/// An average effective rank with its origin.
struct Split: Sendable, Hashable {
  let average: Double
  let source: String
}
