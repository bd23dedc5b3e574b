import TensorFiles
import Testing

@Suite struct TensorTests {
  @Test func decodesAnyPartOfItself() {
    let tensor = Tensor(shape: [2, 3], float32: [0, 1, 2, 3, 4, 5])
    #expect(tensor.count == 6)
    #expect(tensor.values(in: 2..<5) == [2, 3, 4])
    #expect(tensor.values(in: 6..<6) == [])
  }

  @Test func narrowsToSinglePrecisionUnlessThatLosesEverything() {
    let usual = Tensor(shape: [3], narrowing: [0.5, 0.1, 1e-300])
    #expect(usual.elementType == .float32 && usual.values() == [0.5, Double(Float(0.1)), 0])
    for values in [[1, 1e300], [0, 1e-300]] {
      let wide = Tensor(shape: [2], narrowing: values)
      #expect(wide.elementType == .float64 && wide.values() == values)
    }
    #expect(Tensor(shape: [2], narrowing: [0, 0]).elementType == .float32)
    #expect(Tensor(shape: [0], narrowing: []).elementType == .float32)
  }

  @Test func decodesHalfPrecisionAtItsEnds() throws {
    // Least subnormal, largest, infinity, negative zero.
    let data: [UInt8] = [1, 0, 0xFF, 0x7B, 0, 0x7C, 0, 0x80]
    let file = try TensorFile.open(npy("<f2", "(4,)", data: data), as: "a.npy")
    #expect(try file.read("a").values() == [0x1p-24, 65504, .infinity, 0])
    #expect(try file.read("a").values()[3].sign == .minus)
  }

  @Test func findsTheFirstValueThatIsNotFiniteAndCountsThemAll() {
    var values = [Double](repeating: 1, count: 40_000)
    values[17_003] = -.infinity
    values[39_999] = .nan
    let found = Tensor(shape: [4, 10_000], float64: values).nonFiniteValues()
    #expect(found?.count == 2)
    #expect(found?.first == [1, 7003])
    #expect(found?.kind == "-infinity")
    #expect(NonFiniteValues(in: [1, .nan], shape: [2])?.kind == "nan")
    #expect(NonFiniteValues(in: [.infinity], shape: [])?.first == [])
    #expect(NonFiniteValues(in: [1, 2], shape: [2]) == nil)
    #expect(Tensor(shape: [2], int64: [.max, .min]).nonFiniteValues() == nil)
  }

  @Test func trapsWhenValuesDoNotFillTheShape() async {
    await #expect(processExitsWith: .failure) { _ = Tensor(shape: [2, 2], float32: [1, 2, 3]) }
    await #expect(processExitsWith: .failure) {
      _ = Tensor(shape: [2], float32: [1, 2]).values(in: 1..<3)
    }
  }
}
