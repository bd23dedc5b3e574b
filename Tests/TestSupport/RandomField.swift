public import LinearAlgebra
public import TokenFields
import Glibc

/// Fields of seeded random numbers, alike in kind to an encoder's tokens.
public enum RandomField {
  /// A field without ties: clusters of tokens around a common direction, and attention with a peak.
  ///
  /// - Parameters:
  ///   - seed: Equal seeds give equal fields.
  ///   - grid: How the tokens lie.
  ///   - width: The feature width, d.
  ///   - heads: The heads of the class attention.
  ///   - projectedWidth: The width of projected features; nil leaves them out.
  /// - Returns: A field with everything that a strategy reads; projected features if asked for.
  public static func make(
    seed: UInt64, grid: TokenGrid = TokenGrid(rows: 5, columns: 6), width: Int = 8,
    heads: Int = 3, projectedWidth: Int? = nil
  ) -> TokenField {
    var generator = SplitMix64(seed: seed)
    var field = TokenField(
      grid: grid, features: features(grid.count, width, &generator),
      projected: projectedWidth.map { features(grid.count, $0, &generator) },
      attention: attention(heads, grid.count, &generator), encoder: "random")
    // From a generator of their own, so that the rest does not depend on what is added here.
    var others = SplitMix64(seed: seed &+ 0x5EED)
    field.keys = (0..<heads).map { _ in features(grid.count, 4, &others) }
    field.shallowAttention = attention(heads, grid.count, &others)
    field.firstLayerAttention = attention(heads, grid.count, &others)
    field.lastLayerAttention = attention(1, grid.count, &others).elements
    field.clipImageEmbeds = features(grid.count, 5, &others)
    field.textEmbeds = features(2, 5, &others)
    field.llmAttention = attention(1, grid.count, &others).elements
    return field
  }

  /// A matrix of numbers of the normal distribution.
  ///
  /// - Parameters:
  ///   - seed: Equal seeds give equal matrices.
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  /// - Returns: The matrix.
  public static func matrix(seed: UInt64, rows: Int, columns: Int) -> Matrix {
    var generator = SplitMix64(seed: seed)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<(rows * columns)).map { _ in normal(&generator) })
  }

  /// All of 0..<count in a random order.
  ///
  /// - Parameters:
  ///   - seed: Equal seeds give equal orders.
  ///   - count: How many.
  /// - Returns: A permutation.
  public static func permutation(seed: UInt64, count: Int) -> [Int] {
    var generator = SplitMix64(seed: seed)
    return (0..<count).shuffled(using: &generator)
  }

  /// A few clusters around one mean direction, with noise of its own for each token.
  private static func features(
    _ count: Int, _ width: Int, _ generator: inout SplitMix64
  ) -> Matrix {
    let mean = (0..<width).map { _ in normal(&generator) }
    let centres = (0..<4).map { _ in (0..<width).map { _ in 1.5 * normal(&generator) } }
    var elements: [Double] = []
    for _ in 0..<count {
      let centre = centres[generator.next(below: centres.count)]
      let length = 0.5 + generator.nextUnit()
      let spread = 0.2 + 0.8 * generator.nextUnit()
      for column in 0..<width {
        elements.append(length * (mean[column] + centre[column] + spread * normal(&generator)))
      }
    }
    return Matrix(rows: count, columns: width, elements: elements)
  }

  /// Each head a softmax over the tokens and a class token that is left out.
  private static func attention(
    _ heads: Int, _ count: Int, _ generator: inout SplitMix64
  ) -> Matrix {
    var elements: [Double] = []
    for _ in 0..<heads {
      let weights = (0...count).map { _ in exp(1.5 * normal(&generator)) }
      let total = weights.reduce(0, +)
      elements += weights.dropFirst().map { $0 / total }
    }
    return Matrix(rows: heads, columns: count, elements: elements)
  }

  /// A number of the normal distribution, by Box and Muller.
  private static func normal(_ generator: inout SplitMix64) -> Double {
    let radius = (-2 * log(1 - generator.nextUnit())).squareRoot()
    return radius * cos(2 * .pi * generator.nextUnit())
  }
}

extension TokenField {
  /// The field with its tokens in another order, on the same grid.
  ///
  /// - Parameter order: A permutation; token `i` of the result is token `order[i]` of this field.
  /// - Returns: The field with everything rearranged but its texts.
  public func permuted(by order: [Int]) -> TokenField {
    var field = self
    field.features = features?.selecting(rows: order)
    field.projected = projected?.selecting(rows: order)
    field.attention = attention?.selecting(columns: order)
    field.shallowAttention = shallowAttention?.selecting(columns: order)
    field.firstLayerAttention = firstLayerAttention?.selecting(columns: order)
    field.keys = keys?.map { $0.selecting(rows: order) }
    field.clipImageEmbeds = clipImageEmbeds?.selecting(rows: order)
    for values in [\TokenField.lastLayerAttention, \.llmAttention, \.relevance, \.paddingFraction] {
      field[keyPath: values] = self[keyPath: values].map { known in order.map { known[$0] } }
    }
    return field
  }

  /// The field with all features and all attention multiplied.
  ///
  /// - Parameters:
  ///   - featureScale: What features and projected features are multiplied by.
  ///   - attentionScale: What class attention is multiplied by.
  /// - Returns: The field.
  public func scaled(features featureScale: Double, attention attentionScale: Double) -> TokenField
  {
    var field = self
    field.features = features?.multiplied(by: featureScale)
    field.projected = projected?.multiplied(by: featureScale)
    field.keys = keys?.map { $0.multiplied(by: featureScale) }
    field.attention = attention?.multiplied(by: attentionScale)
    field.shallowAttention = shallowAttention?.multiplied(by: attentionScale)
    field.firstLayerAttention = firstLayerAttention?.multiplied(by: attentionScale)
    field.lastLayerAttention = lastLayerAttention?.map { $0 * attentionScale }
    field.llmAttention = llmAttention?.map { $0 * attentionScale }
    return field
  }
}

extension TokenField {
  /// The field with every number off by a little, at random.
  ///
  /// - Parameters:
  ///   - seed: Equal seeds give equal fields.
  ///   - share: The largest error, as a share of the number.
  /// - Returns: The field; equal numbers no longer are.
  public func jittered(seed: UInt64, by share: Double) -> TokenField {
    var generator = SplitMix64(seed: seed)
    func off(_ value: Double) -> Double { value * (1 + share * (2 * generator.nextUnit() - 1)) }
    func off(_ matrix: Matrix) -> Matrix {
      Matrix(rows: matrix.rows, columns: matrix.columns, elements: matrix.elements.map(off))
    }
    var field = self
    field.features = features.map(off)
    field.projected = projected.map(off)
    field.attention = attention.map(off)
    field.shallowAttention = shallowAttention.map(off)
    field.firstLayerAttention = firstLayerAttention.map(off)
    field.keys = keys?.map(off)
    field.clipImageEmbeds = clipImageEmbeds.map(off)
    field.textEmbeds = textEmbeds.map(off)
    for values in [\TokenField.lastLayerAttention, \.llmAttention, \.relevance] {
      field[keyPath: values] = self[keyPath: values]?.map(off)
    }
    return field
  }
}

extension Matrix {
  fileprivate func selecting(columns order: [Int]) -> Matrix {
    Matrix(
      rows: rows, columns: order.count,
      elements: (0..<rows).flatMap { row in order.map { self[row, $0] } })
  }

  fileprivate func multiplied(by factor: Double) -> Matrix {
    Matrix(rows: rows, columns: columns, elements: elements.map { $0 * factor })
  }
}
