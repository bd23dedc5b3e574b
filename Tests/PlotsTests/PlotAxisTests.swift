import LinearAlgebra
import Plots
import Testing

@Suite struct PlotAxisTests {
  @Test func ticksAreRoundAndAtMostAsManyAsAskedFor() {
    let axis = PlotAxis("erank", column: "erank", holding: [0, 129.3])
    #expect(axis.ticks(atMost: 4).map(\.text) == ["0", "50", "100"])
    #expect(axis.ticks(atMost: 8).map(\.text) == ["0", "20", "40", "60", "80", "100", "120"])
    #expect(axis.ticks(atMost: 0).isEmpty)
    let share = PlotAxis("tau", column: "tau", holding: [0, 0.25])
    #expect(share.ticks(atMost: 6).map(\.text) == ["0", "0.05", "0.10", "0.15", "0.20", "0.25"])
  }

  @Test func logarithmicTicksArePowersOfTenWithTwosAndFivesWhereTheyFit() {
    let axis = PlotAxis("share", column: "share", scale: .log, holding: [2e-5, 0.5])
    #expect(axis.ticks(atMost: 5).map(\.text) == ["1e-4", "0.001", "0.01", "0.1"])
    #expect(axis.ticks(atMost: 2).map(\.text) == ["1e-4", "0.01"])
    let narrow = PlotAxis("index", column: "index", scale: .log, holding: [1, 64])
    #expect(narrow.ticks(atMost: 8).map(\.text) == ["1", "2", "5", "10", "20", "50"])
    // Where no power of ten lies within, the ticks of a linear axis do.
    let flat = PlotAxis("index", column: "index", scale: .log, holding: [31, 39])
    #expect(flat.ticks(atMost: 5).map(\.text) == ["32", "34", "36", "38"])
  }

  @Test func countsHaveNoTicksBetweenWholeNumbers() {
    let axis = PlotAxis("budget", column: "budget", holding: [0, 3], isCount: true)
    #expect(axis.ticks(atMost: 20).map(\.text) == ["0", "1", "2", "3"])
  }

  @Test func equalValuesWidenTheAxis() {
    #expect(PlotAxis("a", column: "a", holding: [7, 7]).range == 0...7)
    #expect(PlotAxis("a", column: "a", holding: [-7]).range == -7...0)
    #expect(PlotAxis("a", column: "a", holding: [0]).range == 0...1)
    #expect(PlotAxis("a", column: "a", holding: []).range == 0...1)
    #expect(PlotAxis("a", column: "a", scale: .log, holding: [4, 4, 0, -1]).range == 2...8)
    #expect(PlotAxis("a", column: "a", scale: .log, holding: [0, .nan]).range == 1...10)
  }

  @Test func roundedEndsAreTicks() {
    let axis = PlotAxis("erank", column: "erank", holding: [0, 143], rounding: true)
    #expect(axis.range == 0...150)
    let log = PlotAxis("share", column: "share", scale: .log, holding: [3e-4, 0.2], rounding: true)
    #expect(log.range.lowerBound <= 1.0001e-4 && log.range.upperBound >= 0.9999)
  }

  @Test(arguments: 0..<300)
  func anyAxisHoldsItsValuesAndItsTicks(seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    let magnitudes = [1e-300, 1e-12, 1e-3, 1, 1e3, 1e15, 1e300, 8e307]
    let scale: PlotAxis.Scale = seed % 2 == 0 ? .linear : .log
    let values = (0..<(1 + generator.next(below: 4))).map { _ in
      let sign: Double = scale == .linear && generator.next(below: 3) == 0 ? -1 : 1
      return sign * generator.nextUnit() * magnitudes[generator.next(below: magnitudes.count)]
    }
    let axis = PlotAxis(
      "a", column: "a", scale: scale, holding: values, rounding: generator.next(below: 2) == 0)
    let (low, high) = (axis.range.lowerBound, axis.range.upperBound)
    #expect(low < high && low.isFinite && high.isFinite && (scale == .linear || low > 0))
    for value in values where axis.places(value) {
      #expect(axis.range.contains(value))
      #expect((-1e-9...(1 + 1e-9)).contains(axis.position(of: value)), "\(values)")
    }
    for count in [1, 2, 3, 7, 30] {
      let ticks = axis.ticks(atMost: count)
      #expect(ticks.count <= count)
      #expect(ticks.allSatisfy { axis.range.contains($0.value) }, "\(values)")
      #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0.value < $1.value }, "\(values)")
      #expect(ticks.allSatisfy { !$0.text.contains("n") && $0.text.count <= 12 }, "\(ticks)")
    }
  }

  @Test func placesAndValuesAreEachOthersInverse() {
    for scale in [PlotAxis.Scale.linear, .log] {
      let axis = PlotAxis("a", column: "a", scale: scale, holding: [0.5, 200])
      #expect(axis.position(of: axis.range.lowerBound) == 0)
      #expect(axis.position(of: axis.range.upperBound) == 1)
      for step in 0...10 {
        let place = Double(step) / 10
        #expect(abs(axis.position(of: axis.value(at: place)) - place) < 1e-12)
      }
    }
  }
}
