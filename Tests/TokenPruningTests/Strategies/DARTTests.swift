import LinearAlgebra
import Testing
import TestSupport
import TokenFields
import TokenPruning

@Suite struct DARTTests {
  /// The tokens with the largest L1 norm of all heads' keys.
  private func pivots(_ field: TokenField, _ count: Int) -> [Int] {
    let heads = (field.keys ?? []).map { ReferenceTokens.rows($0) }
    let norms = (0..<field.count).map { token in
      heads.reduce(0) { $0 + $1[token].reduce(0) { $0 + abs($1) } }
    }
    return Array(ReferenceTokens.descending(norms).prefix(count))
  }

  /// Each pivot in turn takes its share of what is left, the least like it first.
  private func order(_ field: TokenField, pivotCount: Int, keeping budget: Int) -> [Int] {
    let tokens = ReferenceTokens(field).features
    let pivots = pivots(field, min(pivotCount, budget))
    let share = (budget - pivots.count) / pivots.count
    var order = pivots
    for pivot in pivots {
      let left = (0..<field.count).filter { !order.contains($0) }
      let unlike = tokens.map { -ReferenceTokens.cosine($0, tokens[pivot]) }
      order += ReferenceTokens.descending(unlike, among: left).prefix(share)
    }
    return order
  }

  @Test(arguments: ReferenceFields.random, [1, 4, 8])
  func picksAsTheDefinitionDoes(_ sample: DescribedField, pivotCount: Int) throws {
    let plan = try StrategyCatalog.make("dart:pivots=\(pivotCount)").strategy
      .plan(for: PreparedField(sample.field))
    for budget in 1...sample.field.count {
      #expect(
        try plan.selection(keeping: budget).order
          == order(sample.field, pivotCount: pivotCount, keeping: budget),
        "\(sample.name), \(pivotCount) pivots, keep \(budget)")
    }
  }

  /// p + p · ⌊(K − p) / p⌋ for p pivots, of which a small budget has fewer.
  @Test(
    arguments: [
      (8, 64, 64), (8, 63, 56), (8, 71, 64), (8, 15, 8), (8, 8, 8), (8, 5, 5), (8, 1, 1),
      (4, 7, 4), (4, 9, 8), (4, 3, 3), (1, 37, 37), (64, 100, 64), (64, 144, 128), (64, 50, 50),
    ])
  func whatPivotsCannotShareIsLost(pivotCount: Int, budget: Int, kept: Int) throws {
    let field = RandomField.make(seed: 101, grid: TokenGrid(rows: 12, columns: 12))
    let plan = try StrategyCatalog.make("dart:pivots=\(pivotCount)").strategy
      .plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: budget).kept.count == kept)
  }

  @Test func tokensWithoutADirectionAreNeitherLikeNorUnlike() throws {
    // The pivot's cosines are 1, 0 without a length, 1, −0.6, 0 at a right angle, and 0.6.
    var field = TokenField(line: [[1, 0], [0, 0], [7, 0], [-3, 4], [0, 2], [3, -4]])
    field.keys = [Matrix([[9], [1], [1], [1], [1], [1]])]
    let plan = try StrategyCatalog.make("dart:pivots=1").strategy.plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 6).order == [0, 3, 1, 4, 5, 2])
  }

  @Test func normsAreSumsOfMagnitudesOverAllHeads() throws {
    // By the Euclidean norm token 1 would be first, by the first head alone token 0.
    var field = TokenField(line: directions([0, 50, 100]))
    field.keys = [Matrix([[3, 0], [0, 0], [0, -2]]), Matrix([[0, 0], [0, 3.5], [-2, 0]])]
    let plan = try StrategyCatalog.make("dart:pivots=3").strategy.plan(for: PreparedField(field))
    #expect(try plan.selection(keeping: 3).order == [2, 1, 0])
  }

  @Test func keysAreNeededAndNamed() {
    var field = RandomField.make(seed: 102)
    field.keys = nil
    #expect(throws: PruningError.missingEvidence(strategy: "dart", evidence: .keys)) {
      try DART().plan(for: PreparedField(field))
    }
  }

  // MARK: The order of a Python set

  /// Tokens in descending key norm, and the order in which `set` of that list is walked.
  ///
  /// Printed by CPython 3.11.7: `[(x, list(set(x))) for x in lists]`, where the first lists collide
  /// in a table of 8 or 32 places and the others are `random.sample`'s.
  private static let sets: [(added: [Int], walked: [Int])] = [
    (
      [3, 1, 2],
      [1, 2, 3]
    ),
    (
      [8, 0, 16],
      [8, 0, 16]
    ),
    (
      [40, 8, 0, 72],
      [40, 8, 72, 0]
    ),
    (
      [575, 0, 31, 32, 64, 33, 1, 574],
      [0, 32, 64, 33, 1, 575, 574, 31]
    ),
    (
      [5, 37, 69, 101, 133, 165, 197, 229],
      [101, 37, 69, 5, 133, 165, 197, 229]
    ),
    (
      [7, 39, 71, 6, 38, 70, 31, 63, 95, 127],
      [38, 6, 39, 71, 7, 70, 127, 63, 95, 31]
    ),
    (
      [31, 63, 95, 127, 159],
      [31, 127, 63, 95, 159]
    ),
    (
      [481, 186, 311, 205],
      [481, 186, 205, 311]
    ),
    (
      [419, 271, 545, 251, 510, 362, 425, 539],
      [545, 419, 425, 362, 271, 539, 251, 510]
    ),
    (
      [223, 316, 556, 338, 531, 76, 211, 479],
      [479, 556, 76, 338, 531, 211, 316, 223]
    ),
    (
      [
        151, 544, 217, 421, 59, 357, 426, 477, 127, 142, 334, 399, 338, 353, 205, 333,
        437, 424, 324,
      ],
      [
        142, 399, 151, 544, 421, 424, 426, 437, 59, 324, 205, 334, 333, 338, 217, 477,
        353, 357, 127,
      ]
    ),
    (
      [
        219, 416, 234, 209, 41, 230, 19, 265, 517, 326, 431, 114, 339, 236, 241, 475,
        374, 139, 207, 377,
      ],
      [
        517, 265, 139, 19, 416, 41, 431, 326, 207, 209, 339, 475, 219, 230, 234, 236,
        241, 114, 374, 377,
      ]
    ),
    (
      [
        505, 609, 643, 144, 268, 396, 638, 345, 343, 476, 173, 135, 339, 211, 594, 67,
        100, 177, 4, 154, 448, 241, 358, 234, 83, 200, 291, 245, 472, 616, 269, 493,
        536,
      ],
      [
        643, 4, 135, 268, 396, 269, 144, 536, 154, 291, 173, 177, 448, 67, 200, 594, 339,
        211, 83, 343, 472, 345, 476, 609, 100, 358, 616, 234, 493, 241, 245, 505, 638,
      ]
    ),
    (
      [
        446, 679, 424, 205, 72, 308, 309, 285, 139, 578, 677, 256, 539, 103, 507, 223,
        200, 397, 180, 527, 228, 327, 363, 46, 592, 694, 557, 386, 648, 75, 121, 235,
        57, 530, 128, 215, 650, 629, 89, 516, 177, 241, 499, 597, 169, 165, 88, 632,
        106, 608, 575, 618, 646, 30, 609, 110, 573, 184, 322, 0, 125, 287, 29, 186,
      ],
      [
        256, 128, 386, 0, 516, 646, 648, 650, 139, 397, 527, 530, 539, 285, 30, 287, 29,
        677, 165, 679, 424, 169, 557, 46, 177, 308, 309, 180, 694, 184, 57, 186, 573,
        446, 575, 578, 322, 327, 72, 200, 75, 205, 592, 597, 215, 88, 89, 223, 608, 609,
        228, 103, 106, 363, 235, 618, 110, 241, 499, 629, 632, 121, 507, 125,
      ]
    ),
  ]

  /// A field in which each pivot is the opposite of one token and at a right angle to all others.
  private func field(pivots: [Int]) -> (field: TokenField, opposites: [Int]) {
    let count = 704
    let opposites = Array((0..<count).filter { !pivots.contains($0) }.prefix(pivots.count))
    var features = Matrix(rows: count, columns: pivots.count + 1)
    for token in 0..<count { features[token, pivots.count] = 1 }
    var keys = Matrix(rows: count, columns: 1)
    for (place, (pivot, opposite)) in zip(pivots, opposites).enumerated() {
      features[pivot, pivots.count] = 0
      features[opposite, pivots.count] = 0
      features[pivot, place] = 1
      features[opposite, place] = -2
      keys[pivot, 0] = Double(pivots.count - place)
    }
    var field = TokenField(grid: TokenGrid(rows: 22, columns: 32), features: features)
    field.keys = [keys]
    return (field, opposites)
  }

  @Test(arguments: sets)
  func pivotsAreWalkedAsCPythonWalksASet(added: [Int], walked: [Int]) throws {
    let (field, opposites) = field(pivots: added)
    let count = added.count
    for (order, expected) in [("cpython-set", walked), ("norm", added)] {
      let plan = try StrategyCatalog.make("dart:pivots=\(count):order=\(order)").strategy
        .plan(for: PreparedField(field))
      let kept = try #require(try plan.selection(keeping: 2 * count).order)
      #expect(Array(kept.prefix(count)) == added)
      let partners = expected.map { pivot in added.firstIndex(of: pivot).map { opposites[$0] } }
      #expect(kept.dropFirst(count).map { Int?($0) } == partners, "order=\(order)")
    }
  }

  @Test func theOrderIsNamedAndCostsThePromiseOfPermutations() throws {
    let field = RandomField.make(seed: 103)
    let setOrder = try StrategyCatalog.make("dart:order=cpython-set").strategy
    #expect(setOrder.resolvedParameters(for: field).word("order") == "cpython-set")
    #expect(!setOrder.promises.contains(.permutationEquivariant))
    #expect(DART().resolvedParameters(for: field).integer("pivots") == 8)
    #expect(DART().promises.contains(.permutationEquivariant))
  }
}
