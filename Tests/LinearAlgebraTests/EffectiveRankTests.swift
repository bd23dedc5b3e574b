import Glibc
import LinearAlgebra
import TestSupport
import Testing

@Suite struct EffectiveRankTests {
  static let closedForms: [(spectrum: [Double], rank: Double)] = [
    ([], 0),
    ([0], 0),
    ([0, 0, 0], 0),
    ([5], 1),
    ([0, 5, 0], 1),
    ([1, 1, 1, 1], 4),
    ([3, 1], 4 / pow(3, 0.75)),
    ([2, 1, 1], 2 * sqrt(2)),
    ([1e-300, 1e-300], 2),
    ([1e300, 1e300, 0], 2),
  ]

  @Test(arguments: closedForms)
  func matchesTheClosedForm(spectrum: [Double], rank: Double) {
    #expect(abs(effectiveRank(singularValues: spectrum) - rank) < 1e-12)
    #expect(abs(effectiveRank(singularValues: spectrum.reversed()) - rank) < 1e-12)
  }

  @Test func aSpectrumAndItsSquaresAsEigenvaluesAgree() {
    let spectrum = [7.0, 3, 0.5, 1e-3]
    let rank = effectiveRank(singularValues: spectrum)
    #expect(abs(effectiveRank(gramEigenvalues: spectrum.map { $0 * $0 }) - rank) < 1e-12)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func liesBetweenOneAndTheCountAndIgnoresScale(seed: UInt64) {
    let spectrum = RandomField.matrix(seed: seed, rows: 1, columns: 1 + Int(seed)).elements.map(abs)
    let rank = effectiveRank(singularValues: spectrum)
    #expect(rank >= 1 - 1e-12 && rank <= Double(spectrum.count) + 1e-12)
    #expect(abs(effectiveRank(singularValues: spectrum.map { $0 * 1e9 }) - rank) < 1e-9)
  }

  @Test func negativeAndTinyEigenvaluesAreRoundingNoise() {
    #expect(effectiveRank(gramEigenvalues: [-1e-15, 4, 1e-16, 4]) == 2)
    // Just above the noise of three values it counts.
    #expect(effectiveRank(gramEigenvalues: [1, 1, 4 * Double.ulpOfOne]) > 2)
    #expect(effectiveRank(gramEigenvalues: [1, 1, 2 * Double.ulpOfOne]) == 2)
    #expect(effectiveRank(gramEigenvalues: []) == 0)
    #expect(effectiveRank(gramEigenvalues: [-1, -2]) == 0)
  }

  @Test func whatIsLeftOfIdenticalTokensAfterCentringIsNothing() {
    #expect(effectiveRank(gramEigenvalues: [1e-30, 1e-29], scale: 1) == 0)
    #expect(effectiveRank(gramEigenvalues: [1e-30, 1e-29], scale: 0) > 1)
    #expect(effectiveRank(gramEigenvalues: [1e-30, 1e-29], scale: 1e-28) > 1)
  }

  @Test func repeatedTokensDoNotRaiseIt() {
    let tokens = RandomField.matrix(seed: 9, rows: 5, columns: 30)
    let repeated = tokens.selecting(rows: (0..<60).map { $0 % 5 })
    let once = effectiveRank(gramEigenvalues: tokens.gram.symmetricEigenvalues())
    let often = effectiveRank(gramEigenvalues: repeated.gram.symmetricEigenvalues())
    #expect(abs(once - often) < 1e-9)
  }

  @Test(arguments: 0..<12 as Range<UInt64>)
  func agreesWithJacobiRotations(seed: UInt64) {
    let matrix = RandomField.matrix(
      seed: seed, rows: 2 + Int(seed) * 2, columns: 3 + Int(seed * 5 % 11))
    let rows = (0..<matrix.rows).map { Array(matrix.row($0)) }
    let uncentred = effectiveRank(gramEigenvalues: matrix.gram.symmetricEigenvalues())
    #expect(
      abs(uncentred - ReferenceSpectrum.effectiveRank(rows, centred: false)) < 1e-9 * uncentred)
    let centred = effectiveRank(gramEigenvalues: matrix.centred.gram.symmetricEigenvalues())
    #expect(abs(centred - ReferenceSpectrum.effectiveRank(rows, centred: true)) < 1e-9 * centred)
  }

  @Test func agreesWithTheSingularValuesOfNumPy() throws {
    let rows = try Fixture.table("linear-algebra/spectra.tsv")
    #expect(rows.count == 11)
    for row in rows {
      let matrix = try SyntheticMatrix(row).matrix
      func expected(_ column: String) throws -> Double { try #require(Double(row[column] ?? "")) }
      let place = "\(row["kind"] ?? "") seed \(row["seed"] ?? "")"
      func rank(_ tokens: Matrix, scale: Double) -> Double {
        let gram = tokens.rows > tokens.columns ? tokens.columnGram : tokens.gram
        return effectiveRank(gramEigenvalues: gram.symmetricEigenvalues(), scale: scale)
      }
      let lengths = (0..<matrix.rows).map { matrix.row($0).reduce(0) { $0 + $1 * $1 } }
      let uncentred = try expected("uncentred")
      #expect(abs(rank(matrix, scale: 0) - uncentred) <= 1e-9 * uncentred, "\(place)")
      let centred = try expected("centred")
      let found = rank(matrix.centred, scale: lengths.max() ?? 0)
      #expect(abs(found - centred) <= 1e-9 * centred, "\(place): \(found), not \(centred)")
      let largest = try #require(matrix.gram.symmetricEigenvalues().last).squareRoot()
      #expect(try abs(largest - expected("largest")) <= 1e-12 * largest, "\(place)")
      let squares = lengths.reduce(0, +)
      #expect(try abs(squares - expected("squares")) <= 1e-12 * squares, "\(place)")
    }
  }
}

/// The matrices of `make_spectrum_fixtures.py`.
private struct SyntheticMatrix {
  let matrix: Matrix

  init(_ row: [String: String]) throws {
    let seed = try #require(UInt64(row["seed"] ?? ""))
    let rows = try #require(Int(row["rows"] ?? ""))
    let columns = try #require(Int(row["columns"] ?? ""))
    let bytes = SyntheticSamples.samples(seed: seed, count: rows * columns)
    let plain = Matrix(
      rows: rows, columns: columns, elements: bytes.map { (Double($0) - 128) / 32 })
    var changed = plain
    for place in 0..<rows {
      for column in 0..<columns {
        switch try #require(row["kind"]) {
        case "offset": changed[place, column] += 1000
        case "repeated-rows": changed[place, column] = plain[place % 10, column]
        case "repeated-columns": changed[place, column] = plain[place, column % 7]
        case "graded": changed[place, column] *= pow(0.5, Double(column))
        case "outlier": changed[place, column] *= place == 3 ? 256 : 1
        default: break
        }
      }
    }
    matrix = changed
  }
}
