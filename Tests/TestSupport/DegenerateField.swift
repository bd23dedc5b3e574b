import LinearAlgebra
public import TokenFields

/// A field at the edge of what a definition covers, with a name for failures.
public struct DegenerateField: Sendable, CustomStringConvertible {
  /// What is odd about it.
  public let name: String
  /// The field, with features and class attention.
  public let field: TokenField

  /// The name.
  public var description: String { name }

  private init(_ name: String, _ field: TokenField) {
    self.name = name
    self.field = field
  }

  /// Every kind there is.
  public static let all: [DegenerateField] = [
    DegenerateField("one token", RandomField.make(seed: 1, grid: TokenGrid(rows: 1, columns: 1))),
    DegenerateField("two tokens", RandomField.make(seed: 2, grid: TokenGrid(rows: 1, columns: 2))),
    DegenerateField(
      "a single row", RandomField.make(seed: 3, grid: TokenGrid(rows: 1, columns: 11))),
    DegenerateField(
      "a single column", RandomField.make(seed: 4, grid: TokenGrid(rows: 11, columns: 1))),
    DegenerateField(
      "tiles", RandomField.make(seed: 5, grid: TokenGrid(tiles: 3, rows: 3, columns: 4))),
    DegenerateField("one dimension", RandomField.make(seed: 6, width: 1)),
    DegenerateField("more dimensions than tokens", RandomField.make(seed: 7, width: 50)),
    DegenerateField("one head", RandomField.make(seed: 8, heads: 1)),
    DegenerateField("identical tokens", withFeatures { _, _ in 0.1 }),
    DegenerateField("only zeros", withFeatures { _, _ in 0 }),
    DegenerateField(
      "some tokens of zero length",
      withFeatures { token, value in [0, 7, 8, 29].contains(token) ? 0 : value }),
    DegenerateField("all tokens twice", duplicated()),
    DegenerateField("opposite tokens", withFeatures { token, _ in token % 2 == 0 ? 1 : -1 }),
    DegenerateField("uniform attention", withAttention { _ in 1.0 / 31 }),
    DegenerateField("one-hot attention", withAttention { $0 == 13 ? 1 : 0 }),
    DegenerateField(
      "identical tokens under uniform attention",
      uniform()),
    DegenerateField(
      "huge features", RandomField.make(seed: 9).scaled(features: 0x1p900, attention: 1)),
    DegenerateField(
      "tiny features", RandomField.make(seed: 10).scaled(features: 0x1p-1000, attention: 1)),
    DegenerateField(
      "huge attention", RandomField.make(seed: 11).scaled(features: 1, attention: 0x1p1022)),
    DegenerateField(
      "one huge token", withFeatures { token, value in token == 4 ? 1e8 * value : value }),
  ]

  /// A field in which every token is like every other in everything.
  private static func uniform() -> TokenField {
    var field = RandomField.make(seed: 19, grid: TokenGrid(rows: 4, columns: 4))
    let attention = Matrix(rows: 2, columns: 16, repeating: 0.05)
    field.features = Matrix(rows: 16, columns: 3, repeating: 0.7)
    field.keys = [Matrix(rows: 16, columns: 3, repeating: 0.3)]
    (field.attention, field.shallowAttention, field.firstLayerAttention) = (
      attention, attention, attention
    )
    field.lastLayerAttention = [Double](repeating: 0.05, count: 16)
    field.llmAttention = field.lastLayerAttention
    field.clipImageEmbeds = Matrix(rows: 16, columns: 5, repeating: 0.2)
    return field
  }

  /// A random field whose features are made anew from the token and the old value.
  private static func withFeatures(_ make: (Int, Double) -> Double) -> TokenField {
    var field = RandomField.make(seed: 20)
    if let features = field.features {
      field.features = Matrix(
        rows: features.rows, columns: features.columns,
        elements: features.elements.enumerated().map { index, value in
          make(index / features.columns, value)
        })
    }
    return field
  }

  /// A random field whose attention, in every head, is made from the token.
  private static func withAttention(_ make: (Int) -> Double) -> TokenField {
    var field = RandomField.make(seed: 21)
    let weights = (0..<field.count).map(make)
    field.attention = Matrix(rows: 2, columns: field.count, elements: weights + weights)
    return field
  }

  /// A random field whose second half repeats the features of its first.
  private static func duplicated() -> TokenField {
    var field = RandomField.make(seed: 22)
    let half = field.count / 2
    field.features = field.features?.selecting(rows: Array(0..<half) + Array(0..<half))
    return field
  }
}
