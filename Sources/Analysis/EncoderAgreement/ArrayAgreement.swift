internal import LinearAlgebra

/// How far an array of ours is from that of a dump, which is what is expected.
public struct ArrayAgreement: Sendable, Equatable {
  /// The project's name for the array.
  public let name: String
  /// The shape that was compared, without class token and batch.
  public let shape: [Int]
  /// What was done to the arrays before, one phrase each.
  public let notes: [String]
  /// Numbers of either array that are not finite; with any of them nothing agrees.
  public let nonFinite: Int
  /// The largest difference of two numbers.
  public let largestDifference: Double
  /// Where it is, a position on each axis; nil without differences.
  public let place: [Int]?
  /// Our number there.
  public let ours: Float
  /// The dump's number there.
  public let theirs: Float
  /// The largest magnitude of the dump's numbers.
  public let largestExpected: Double
  /// The mean over rows (tokens; of attention heads) of the cosine between ours and the dump's.
  public let meanCosine: Double
  /// The least of these cosines.
  public let worstCosine: Double
  /// Of attention: how many of the most attended patches of both are the same.
  public let top: TopOverlap?
  /// How exactly the dump's numbers are stored.
  public let precision: NumberPrecision
  /// The largest difference at which the arrays agree.
  public let tolerance: Double

  /// How many of the most attended patches two arrays share, after their rows are averaged.
  public struct TopOverlap: Sendable, Equatable {
    /// How many were looked at: 64, or all of fewer.
    public let count: Int
    /// How many of them both have.
    public let shared: Int

    /// Creates an overlap.
    public init(count: Int, shared: Int) {
      self.count = count
      self.shared = shared
    }
  }

  /// How many of the most attended patches are compared.
  public static let topCount = 64

  /// The largest difference divided by the largest magnitude expected; 0 for arrays of zeros.
  public var relativeDifference: Double {
    largestDifference == 0 ? 0 : largestDifference / largestExpected
  }

  /// Whether the arrays agree.
  public var isWithinTolerance: Bool { nonFinite == 0 && largestDifference <= tolerance }

  /// Compares two arrays; nil when their shapes have nothing to do with each other.
  ///
  /// - Parameters:
  ///   - ours: Our array, of patches only.
  ///   - theirs: The dump's array; with or without class token, batch axis and heads.
  /// - Complexity: O(numbers + *k* log *k*) for the *k* most attended patches.
  public init?(ours: EncodedArray, theirs: EncodedArray) {
    guard let aligned = AlignedArrays(ours: ours, theirs: theirs) else { return nil }
    self.init(aligned)
  }

  /// Compares two arrays of one shape.
  init(_ pair: AlignedArrays) {
    let differences = Differences(pair.ours.values, pair.theirs.values)
    let cosines = Cosines(pair.ours, pair.theirs)
    (name, shape, precision) = (pair.theirs.name, pair.theirs.shape, pair.theirs.precision)
    notes = pair.steps.map(\.phrase)
    nonFinite = differences.nonFinite
    largestDifference = differences.largest
    largestExpected = differences.largestExpected
    place = differences.index.map { Self.place(of: $0, in: pair.theirs.shape) }
    ours = differences.index.map { pair.ours.values[$0] } ?? 0
    theirs = differences.index.map { pair.theirs.values[$0] } ?? 0
    (meanCosine, worstCosine) = (cosines.mean, cosines.worst)
    top =
      pair.theirs.isAttention && nonFinite == 0 ? TopOverlap(pair.ours, pair.theirs) : nil
    tolerance = precision.tolerance(
      isAttention: pair.theirs.isAttention, largest: largestExpected)
  }

  /// The position on each axis of the number at an index.
  private static func place(of index: Int, in shape: [Int]) -> [Int] {
    var (place, rest) = ([Int](), index)
    for length in shape.reversed() {
      place.append(rest % length)
      rest /= length
    }
    return place.reversed()
  }
}

extension ArrayAgreement.TopOverlap {
  /// Compares the rows' means of two arrays of finite numbers and one shape.
  fileprivate init(_ ours: EncodedArray, _ theirs: EncodedArray) {
    func most(_ array: EncodedArray) -> Set<Int> {
      let rows = array.rowLength > 0 ? array.values.count / array.rowLength : 0
      var sums = [Double](repeating: 0, count: array.rowLength)
      for row in 0..<rows {
        for column in 0..<array.rowLength {
          sums[column] += Double(array.values[row * array.rowLength + column])
        }
      }
      return Set(LargestFirst(sums).prefix(ArrayAgreement.topCount))
    }
    count = min(ArrayAgreement.topCount, theirs.rowLength)
    shared = most(ours).intersection(most(theirs)).count
  }
}

/// The largest difference between two lists of numbers of one length.
private struct Differences {
  var largest = 0.0
  var index: Int?
  var largestExpected = 0.0
  var nonFinite = 0

  init(_ ours: [Float], _ theirs: [Float]) {
    for index in theirs.indices {
      let (own, expected) = (Double(ours[index]), Double(theirs[index]))
      guard own.isFinite, expected.isFinite else {
        nonFinite += (own.isFinite ? 0 : 1) + (expected.isFinite ? 0 : 1)
        continue
      }
      largestExpected = max(largestExpected, abs(expected))
      let difference = abs(own - expected)
      if difference > largest {
        largest = difference
        self.index = index
      }
    }
  }
}

/// The cosines between the rows of two arrays of one shape.
///
/// Two rows of zeros have cosine 1, one row of zeros has 0 to any other, as
/// has one with a number that is not finite; without rows all is 1.
private struct Cosines {
  var mean = 1.0
  var worst = 1.0

  init(_ ours: EncodedArray, _ theirs: EncodedArray) {
    let width = theirs.rowLength
    guard width > 0, !theirs.values.isEmpty else { return }
    let rows = theirs.values.count / width
    var sum = 0.0
    for row in 0..<rows {
      let cosine = Self.cosine(ours.values, theirs.values, (row * width)..<((row + 1) * width))
      sum += cosine
      worst = min(worst, cosine)
    }
    mean = sum / Double(rows)
  }

  private static func cosine(_ ours: [Float], _ theirs: [Float], _ range: Range<Int>) -> Double {
    var (product, own, other) = (0.0, 0.0, 0.0)
    for index in range {
      let (one, two) = (Double(ours[index]), Double(theirs[index]))
      product += one * two
      own += one * one
      other += two * two
    }
    if own == 0 && other == 0 { return 1 }
    guard own > 0, other > 0 else { return 0 }
    let cosine = product / own.squareRoot() / other.squareRoot()
    return cosine.isFinite ? min(max(cosine, -1), 1) : 0
  }
}

extension AlignedArrays.Step {
  /// The step in a few words.
  fileprivate var phrase: String {
    switch self {
    case .droppedTheirToken: "without the dump's first token"
    case .droppedOurToken: "without our first token, as the dump has one less"
    case .averagedOurHeads: "with the mean of our heads"
    case .averagedTheirHeads: "with the mean of the dump's heads"
    case .tookClassRow: "with the class token's row of the dump's attention"
    case .averagedRows: "with the mean of the rows of the dump's attention"
    }
  }
}
