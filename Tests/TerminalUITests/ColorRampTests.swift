import Glibc
import Imaging
import Testing
import TerminalUI

@Suite struct ColorRampTests {
  /// How many colours each map has on each tier; a change of the ramps shows here.
  static let counts: [(ColorMap, ColorTier, Int)] = [
    (.cividis, .indexed256, 16), (.magma, .indexed256, 15), (.viridis, .indexed256, 11),
    (.grey, .indexed256, 26), (.cividis, .ansi16, 4), (.magma, .ansi16, 7), (.viridis, .ansi16, 6),
    (.grey, .ansi16, 5),
  ]

  /// Lightness as CIE defines it, so that the ramps are not measured by what they were built with.
  private func lightness(_ colour: RGB) -> Double {
    func linear(_ sample: UInt8) -> Double {
      let value = Double(sample) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let luminance =
      0.2126 * linear(colour.red) + 0.7152 * linear(colour.green) + 0.0722 * linear(colour.blue)
    return luminance > 0.008856 ? 116 * cbrt(luminance) - 16 : 903.3 * luminance
  }

  @Test(arguments: counts)
  func neverFallsInLightness(map: ColorMap, tier: ColorTier, count: Int) {
    let ramp = ColorRamp(map, on: tier)
    let steps = ramp.steps
    #expect(steps.count == count)
    for (darker, lighter) in zip(steps, steps.dropFirst()) {
      #expect(lightness(darker.color) < lightness(lighter.color), "\(darker) \(lighter)")
      #expect(darker.start < lighter.start)
    }
  }

  @Test(arguments: counts)
  func usesColoursOfThePalette(map: ColorMap, tier: ColorTier, count: Int) {
    for step in ColorRamp(map, on: tier).steps {
      #expect(ColorQuantizer.shown(step.color, on: tier) == step.color)
    }
  }

  @Test(arguments: counts)
  func hasTheColoursOfItsSteps(map: ColorMap, tier: ColorTier, count: Int) {
    let ramp = ColorRamp(map, on: tier)
    for index in 0...255 {
      let position = Double(index) / 255
      #expect(ramp.color(at: position) == ramp.steps.last { $0.start <= position }?.color)
    }
    #expect(ramp.color(at: -1) == ramp.steps.first?.color)
    #expect(ramp.color(at: .nan) == ramp.steps.first?.color)
    #expect(ramp.color(at: .infinity) == ramp.steps.last?.color)
  }

  @Test(arguments: ColorMap.allCases)
  func isTheMapWhereThereAreColoursEnough(map: ColorMap) {
    for tier in [ColorTier.direct, .mono] {
      let ramp = ColorRamp(map, on: tier)
      for position in [-1, 0, 0.1, 0.5, 0.77, 1, 2] {
        #expect(ramp.color(at: position) == map.color(at: position))
      }
    }
    // Some neighbours among the 256 published entries are equal.
    #expect(ColorRamp(map, on: .direct).steps.count > 200)
  }
}
