import Analysis
import Explorer
import LinearAlgebra
import SampleSets
import TerminalUI
import Testing
import TokenFields

/// Which values the colours of heat stand for.
@Suite struct HeatRangeTests {
  private static func sample(
    attention: [Double], isPadding: [Bool]? = nil, norms: [Double]? = nil
  ) -> TestSample {
    var field = TokenField(grid: TokenGrid(rows: 4, columns: 6))
    field.attention = Matrix(rows: 1, columns: 24, elements: attention)
    if let norms {
      field.features = Matrix(rows: 24, columns: 1, elements: norms)
    }
    field.paddingFraction = isPadding.map { $0.map { $0 ? 1 : 0 } }
    return TestSample("ranged", field)
  }

  private static func legend(_ session: ExplorerSession) -> String {
    session.screen.text(row: ScreenLayout(session.state).legend.row)
  }

  /// The grounds of the cells on which a picture lies.
  private static func colors(_ session: ExplorerSession) -> Set<CellColor> {
    let area = ScreenLayout(session.state).picture
    let screen = session.screen
    var colors: Set<CellColor> = []
    for row in area.row..<(area.row + area.height) {
      for column in area.column..<(area.column + area.width) {
        if case .rgb = screen[column, row].style.ground {
          colors.insert(screen[column, row].style.ground)
        }
      }
    }
    return colors
  }

  @Test func paddingDoesNotTakeTheColours() {
    let isPadding = (0..<24).map { $0 < 6 }
    let attention = (0..<24).map { $0 < 6 ? 1e-9 : 0.01 + 0.001 * Double($0) }
    let bound = ExplorerSession.begun([Self.sample(attention: attention, isPadding: isPadding)])
    #expect(Self.legend(bound).contains("≤.0160") && Self.legend(bound).contains(".0330"))
    let free = ExplorerSession.begun([Self.sample(attention: attention)])
    #expect(Self.legend(free).contains("1.0e-9"))
  }

  @Test func allPaddingHasARangeOfItsOwn() {
    let session = ExplorerSession.begun([
      Self.sample(
        attention: (0..<24).map { 0.01 + 0.001 * Double($0) },
        isPadding: Array(repeating: true, count: 24))
    ])
    #expect(Self.legend(session).contains(".0100") && !Self.legend(session).contains("≤"))
  }

  /// Features of length 1 differ in the last digits of 32 bits.
  @Test func roundingIsNoHeat() throws {
    let attention = [Double](repeating: 1 / 24, count: 24)
    func session(_ norms: [Double]) -> ExplorerSession {
      var session = ExplorerSession.begun([Self.sample(attention: attention, norms: norms)])
      session.state.layer = .norm
      session.state.showsMask = false
      return session
    }
    let rounded = session((0..<24).map { 1 + 1e-8 * Double($0) })
    #expect(Self.legend(rounded).contains("1.00"))
    let other = session((0..<24).map { 1 + 1e-2 * Double($0) })
    // The cursor's frame is the only other colour.
    #expect(Self.colors(rounded).count <= 2)
    #expect(Self.colors(other).count > 12)
  }

  /// A picture that is about to be selected from is worth waiting for; one that cannot be is not.
  @Test func saysWhenTheSelectionIsStillToCome() {
    var session = ExplorerSession([TestSamples.small], strategies: ["random"])
    #expect(!session.state.isAboutToSelect)
    session.send(.start)
    #expect(!session.state.isAboutToSelect)
    session.answerOldest()
    #expect(session.state.isAboutToSelect)
    session.answerAll()
    #expect(!session.state.isAboutToSelect)
  }
}
