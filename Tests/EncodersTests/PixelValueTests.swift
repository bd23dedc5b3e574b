import Encoders
import Imaging
import TestSupport
import Testing

@Suite struct PixelValueTests {
  private static func processing(_ name: String, side: Int) -> ImageProcessing {
    name == "clip"
      ? .clip(width: side, height: side)
      : ImageProcessing(
        width: side, height: side, mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5],
        mode: .stretch)
  }

  private func fingerprint(_ values: [Float]) -> String {
    SyntheticSamples.fingerprint(
      values.flatMap { value in
        (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
      })
  }

  @Test func equalsThePublishedProcessorsToTheBit() throws {
    let rows = try Fixture.table("encoders/values.tsv")
    #expect(rows.count == 4)
    for row in rows {
      let side = try #require(Int(row["side"] ?? ""))
      let processing = Self.processing(row["numbers"] ?? "", side: side)
      let mode = try #require(PreprocessMode(rawValue: row["mode"] ?? ""))
      let view = PreparedImage(try Image(recorded: row), mode: mode, processing: processing).view
      #expect(fingerprint(processing.values(of: view)) == row["values"], "\(row)")
      #expect(fingerprint(processing.patchRows(of: view, side: 14)) == row["rows"], "\(row)")
    }
  }

  @Test func laysPatchesOutAsAConvolutionReadsThem() {
    // A view of 5×7 pixels with patches of 2: a column at the right and a row at the bottom are left.
    let (width, height, side) = (5, 7, 2)
    let view = Image(
      width: width, height: height, samples: (0..<(3 * width * height)).map { UInt8($0) })
    let processing = ImageProcessing.clip()
    let plane = processing.values(of: view)
    let rows = processing.patchRows(of: view, side: side)
    #expect(rows.count == 6 * 12)
    var place = 0
    for patchRow in 0..<3 {
      for patchColumn in 0..<2 {
        for channel in 0..<3 {
          for y in 0..<side {
            for x in 0..<side {
              let pixel = (patchRow * side + y) * width + patchColumn * side + x
              #expect(rows[place] == plane[channel * width * height + pixel])
              place += 1
            }
          }
        }
      }
    }
  }

  @Test func spreadsLevelsAroundTheMean() {
    let values = Self.processing("siglip", side: 14).levelValues
    #expect(values.count == 768)
    #expect(values[0] == -1 && values[255] == 1)
    #expect(zip(values.prefix(256), values[1..<256]).allSatisfy { $0 < $1 })
    #expect(values.prefix(256).elementsEqual(values.suffix(256)))
  }
}
