import TerminalUI
import Testing

@Suite struct BrailleCanvasTests {
  private func text(_ canvas: BrailleCanvas) -> [String] {
    (0..<canvas.rows).map { row in
      String((0..<canvas.columns).map { canvas.cell(column: $0, row: row)?.character ?? " " })
    }
  }

  @Test func dotsAreWhereUnicodePutsThem() {
    // Braille Patterns: dots 1, 2, 3 and 7 on the left, 4, 5, 6 and 8 on the right.
    let expected = [["⠁", "⠂", "⠄", "⡀"], ["⠈", "⠐", "⠠", "⢀"]]
    for x in 0..<2 {
      for y in 0..<4 {
        var canvas = BrailleCanvas(columns: 1, rows: 1, unicode: true)
        canvas.set(x: x, y: y, layer: 0)
        #expect(text(canvas) == [expected[x][y]])
      }
    }
  }

  @Test func aLineJoinsItsPointsOnce() {
    var canvas = BrailleCanvas(columns: 4, rows: 1, unicode: true)
    canvas.draw([(x: 0, y: 3), (x: 3, y: 0), (x: 7, y: 0)], layer: 0)
    #expect(text(canvas) == ["⡠⠊⠉⠉"])
    var plain = BrailleCanvas(columns: 4, rows: 2, unicode: false)
    plain.draw([(x: 0, y: 1), (x: 3, y: 0)], layer: 0)
    #expect(text(plain) == ["  **", "**  "])
  }

  @Test func dashesGoOnFromPieceToPiece() {
    var canvas = BrailleCanvas(columns: 6, rows: 1, unicode: true)
    canvas.draw((0..<12).map { (x: Double($0), y: 0) }, dashes: [2, 2], layer: 0)
    #expect(text(canvas) == ["⠉ ⠉ ⠉ "])
    var one = BrailleCanvas(columns: 6, rows: 1, unicode: true)
    one.draw([(x: 0, y: 0), (x: 11, y: 0)], dashes: [2, 2], layer: 0)
    #expect(text(one) == text(canvas))
  }

  @Test func whatLiesOutsideIsCutOffAndTheRestStays() {
    var canvas = BrailleCanvas(columns: 3, rows: 1, unicode: true)
    canvas.draw([(x: -1e12, y: 1), (x: 1e12, y: 1)], layer: 0)
    #expect(text(canvas) == ["⠒⠒⠒"])
    var empty = BrailleCanvas(columns: 3, rows: 1, unicode: true)
    empty.draw([(x: -5, y: 9), (x: 20, y: 5)], layer: 0)
    empty.draw([(x: .nan, y: 0), (x: .infinity, y: 0)], layer: 0)
    empty.draw([(x: -1.7e308, y: 0), (x: 1.7e308, y: 0)], layer: 0)
    #expect(text(empty) == ["   "])
    empty.draw([(x: 0, y: 0), (x: .nan, y: 0), (x: 5, y: 0)], layer: 0)
    #expect(text(empty) == ["⠁ ⠈"])
    var none = BrailleCanvas(columns: 0, rows: -1, unicode: true)
    none.draw([(x: 0, y: 0), (x: 5, y: 5)], layer: 0)
    #expect(none.cell(column: 0, row: 0) == nil)
  }

  @Test func aCellIsOfTheLayerThatDrewInItLast() {
    var canvas = BrailleCanvas(columns: 2, rows: 1, unicode: true)
    canvas.draw([(x: 0, y: 0), (x: 3, y: 0)], layer: 4)
    canvas.set(x: 3, y: 2, layer: 7)
    #expect(canvas.cell(column: 0, row: 0)?.layer == 4)
    #expect(canvas.cell(column: 1, row: 0)?.layer == 7)
  }
}
