import LinearAlgebra
import TokenFields

/// The matrices that all strategies and metrics share, each from what it is made of.
func measureMatrices(_ cases: [SelectionCase], in table: inout Table) async {
  for size in cases {
    table.heading("SHARED MATRICES, \(size.tokens)×\(size.width)")
    let field = SyntheticField.make(tokens: size.tokens, width: size.width)
    guard let tokens = field.features else { return }
    await measureProducts(of: tokens, in: &table)
    await measureKeys(of: field, in: &table)
    await measureEranks(of: field, tokens, in: &table)
  }
}

private func measureProducts(of tokens: Matrix, in table: inout Table) async {
  let gram = tokens.gram
  let cosines = gram.cosinesFromGram()
  let count = Double(tokens.rows)
  let squares = tokens.elements.reduce(0) { $0 + $1 * $1 }
  await table.measure(Row("Gram matrix", expecting: squares) { tokens.gram.trace })
  await table.measure(
    Row("tokens minus their mean", expecting: tokens.centred.elements[7]) {
      tokens.centred.elements[7]
    })
  await table.measure(
    Row("cosines, Gram given", expecting: count) { gram.cosinesFromGram().trace })
  await table.measure(
    Row("cosines from features", expecting: count) { tokens.gram.cosinesFromGram().trace })
  await table.measure(
    Row("cosine distances, cosines given", expecting: 0) { cosines.cosineDistances.trace })
  await table.measure(
    Row("Euclidean distances, Gram given", expecting: 0) { gram.squaredDistancesFromGram.trace })
  let lists = NeighbourLists(cosines)
  await table.measure(
    Row("neighbour lists, cosines given", expecting: lists.checksum) {
      NeighbourLists(cosines).checksum
    })
}

private func measureKeys(of field: TokenField, in table: inout Table) async {
  func last(_ matrix: Matrix?) -> Double { matrix?.elements.last ?? -1 }
  let known = PreparedField(field)
  await table.measure(
    Row("mean keys, divided by their lengths", expecting: last(known.meanKeyDirections)) {
      last(PreparedField(field).meanKeyDirections)
    })
  await table.measure(
    Row("cosines of all keys", expecting: last(known.keyCosines)) {
      last(PreparedField(field).keyCosines)
    })
}

private func measureEranks(
  of field: TokenField, _ tokens: Matrix, in table: inout Table
) async {
  let prepared = PreparedField(field)
  let erank = prepared.erank() ?? 0
  await table.measure(
    Row("erank of all tokens, from features", expecting: erank) {
      PreparedField(field).erank() ?? 0
    })
  guard tokens.rows <= tokens.columns, let gram = prepared.centredGram else { return }
  await table.measure(
    Row("erank of all tokens, centred Gram given", expecting: erank) {
      effectiveRank(
        gramEigenvalues: gram.symmetricEigenvalues(),
        scale: tokens.gram(diagonalAt: 5))
    })
  for kept in [64, 192, 288, 576] {
    let order = stride(from: 0, to: tokens.rows, by: 1).prefix(kept).map { $0 }
    let sum = gram.centredSubmatrix(order).gram.trace
    await table.measure(
      Row("centred sub-matrix of \(kept)", expecting: sum) {
        gram.centredSubmatrix(order).gram.trace
      })
    let submatrix = gram.centredSubmatrix(order).gram
    await table.measure(
      Row("eigenvalues of \(kept)×\(kept)", expecting: submatrix.trace) {
        submatrix.symmetricEigenvalues().reduce(0, +)
      })
  }
}

extension Matrix {
  /// The sum of the diagonal.
  fileprivate var trace: Double {
    (0..<min(rows, columns)).reduce(0) { $0 + self[$1, $1] }
  }

  /// The squared length of one row.
  fileprivate func gram(diagonalAt row: Int) -> Double {
    self.row(row).reduce(0) { $0 + $1 * $1 }
  }
}

extension NeighbourLists {
  /// A number that depends on every entry and its place in the list.
  fileprivate var checksum: Double {
    var sum = 0
    for (place, token) in tokens.enumerated() { sum += Int(token) * (place % 7 + 1) }
    return Double(sum)
  }
}
