import Glibc
import Imaging
import Testing

@Suite struct ColorMapTests {
  /// Entries as matplotlib 3.11 has them, red, green and blue in 0...1.
  static let published: [(map: ColorMap, entries: [(index: Int, color: [Double])])] = [
    (
      .cividis,
      [
        (0, [0.000000, 0.135112, 0.304751]),
        (1, [0.000000, 0.138068, 0.311105]),
        (37, [0.136830, 0.234216, 0.432148]),
        (64, [0.263738, 0.307831, 0.422789]),
        (101, [0.397991, 0.409011, 0.439848]),
        (128, [0.488697, 0.485318, 0.471008]),
        (150, [0.570607, 0.549695, 0.469593]),
        (191, [0.732422, 0.677364, 0.425717]),
        (222, [0.862105, 0.782494, 0.350011]),
        (254, [0.995503, 0.903866, 0.212370]),
        (255, [0.995737, 0.909344, 0.217772]),
      ]
    ),
    (
      .magma,
      [
        (0, [0.001462, 0.000466, 0.013866]),
        (1, [0.002258, 0.001295, 0.018331]),
        (37, [0.140858, 0.068654, 0.324538]),
        (64, [0.316654, 0.071690, 0.485380]),
        (101, [0.544015, 0.159033, 0.506159]),
        (128, [0.716387, 0.214982, 0.475290]),
        (150, [0.852126, 0.276106, 0.418573]),
        (191, [0.985693, 0.528148, 0.379371]),
        (222, [0.997138, 0.755190, 0.522806]),
        (254, [0.987387, 0.984288, 0.742002]),
        (255, [0.987053, 0.991438, 0.749504]),
      ]
    ),
    (
      .viridis,
      [
        (0, [0.267004, 0.004874, 0.329415]),
        (1, [0.268510, 0.009605, 0.335427]),
        (37, [0.274128, 0.199721, 0.498911]),
        (64, [0.229739, 0.322361, 0.545706]),
        (101, [0.165117, 0.467423, 0.558141]),
        (128, [0.127568, 0.566949, 0.550556]),
        (150, [0.128087, 0.647749, 0.523491]),
        (191, [0.360741, 0.785964, 0.387814]),
        (222, [0.657642, 0.860219, 0.203082]),
        (254, [0.983868, 0.904867, 0.136897]),
        (255, [0.993248, 0.906157, 0.143936]),
      ]
    ),
    (.grey, [(0, [0, 0, 0]), (51, [0.2, 0.2, 0.2]), (255, [1, 1, 1])]),
  ]

  /// CIE L*, 0...100.
  static func lightness(_ color: RGB) -> Double {
    func linear(_ sample: UInt8) -> Double {
      let value = Double(sample) / 255
      return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
    }
    let y =
      0.2126 * linear(color.red) + 0.7152 * linear(color.green) + 0.0722 * linear(color.blue)
    return y > 0.008856 ? 116 * cbrt(y) - 16 : 903.3 * y
  }

  @Test(arguments: published.indices)
  func isWithinHalfALevelOfThePublishedEntries(row: Int) {
    let (map, entries) = Self.published[row]
    let all = map.entries(256)
    #expect(all.count == 256)
    for (index, color) in entries {
      let samples = [all[index].red, all[index].green, all[index].blue]
      for (sample, published) in zip(samples, color) {
        #expect(abs(Double(sample) - 255 * published) <= 0.5001, "\(map) \(index)")
      }
      #expect(map.color(at: Double(index) / 255) == all[index])
    }
  }

  @Test(arguments: ColorMap.allCases)
  func risesInLightnessWithoutALeap(map: ColorMap) {
    let lightness = map.entries(256).map(Self.lightness)
    for (low, high) in zip(lightness, lightness.dropFirst()) {
      // 8 bits leave a few equal neighbours, none darker by more than their rounding.
      #expect(high - low > -0.12 && high - low < 1.5, "\(map): \(low) then \(high)")
    }
    for (low, high) in zip(lightness, lightness.dropFirst(4)) {
      #expect(high > low, "\(map): \(low), four entries on \(high)")
    }
    #expect(lightness[255] - lightness[0] > 70)
  }

  @Test(arguments: ColorMap.allCases)
  func neverLeapsInAnySample(map: ColorMap) {
    let all = map.entries(256)
    for (one, next) in zip(all, all.dropFirst()) {
      for (from, to) in [(one.red, next.red), (one.green, next.green), (one.blue, next.blue)] {
        #expect(abs(Int(from) - Int(to)) <= 8, "\(map): \(one) then \(next)")
      }
    }
  }

  @Test func liesBetweenItsNeighboursAndHoldsToItsEnds() {
    #expect(ColorMap.grey.color(at: 0.5) == RGB(grey: 128))
    #expect(ColorMap.grey.color(at: -3) == .black)
    #expect(ColorMap.grey.color(at: .nan) == .black)
    #expect(ColorMap.grey.color(at: .infinity) == .white)
    #expect(ColorMap.grey.entries(3) == [.black, RGB(grey: 128), .white])
    #expect(ColorMap.grey.entries(1) == [RGB(grey: 128)])
  }

  @Test func mixesHalfUp() {
    #expect(RGB.black.mixed(with: .white, share: 0.5) == RGB(grey: 128))
    #expect(RGB(10, 20, 30).mixed(with: RGB(20, 10, 30), share: 0.25) == RGB(13, 18, 30))
    #expect(RGB.black.mixed(with: .white, share: .nan) == .black)
    #expect(RGB.black.mixed(with: .white, share: 7) == .white)
    #expect(RGB(hex: 0x12AB9F) == RGB(0x12, 0xAB, 0x9F))
  }
}
