import Analysis
import Explorer
import Imaging
import LinearAlgebra
import SampleSets
import TerminalUI
import TokenFields
import Testing

/// Fields whose values are numbers, but barely.
@Suite struct HostileValueTests {
  static func field(attention: [Double]?, features: [Double]?) -> TokenField {
    var field = TokenField(grid: TokenGrid(rows: 2, columns: 3))
    field.attention = attention.map { Matrix(rows: 1, columns: 6, elements: $0) }
    field.features = features.map { Matrix(rows: 6, columns: 1, elements: $0) }
    return field
  }

  static let fields: [TokenField] = [
    field(attention: [.leastNonzeroMagnitude, 1, 0.5, 1e-200, 0.1, 0.2], features: nil),
    field(attention: [1e308, 1e308, 1, 1e-308, 0, 5], features: nil),
    field(attention: [0, 0, 0, 0, 0, .leastNonzeroMagnitude], features: nil),
    field(attention: [1, 1, 1, 1, 1, 1], features: [0, 0, 0, 0, 0, 0]),
    field(attention: nil, features: [1e200, -1e200, 1e-200, 0, 1, 2]),
    field(attention: nil, features: [1e308, 1e308, 1e308, 1e308, 1e308, 1e308]),
    field(attention: nil, features: nil),
  ]

  @Test(arguments: fields.indices, ColorTier.allCases)
  func everyLayerOnEveryScaleIsDrawn(index: Int, tier: ColorTier) throws {
    var session = ExplorerSession(
      [TestSample("hostile", Self.field(attention: nil, features: [1, 2, 3, 4, 5, 6]))],
      strategies: ["random", "uniform-grid"], budget: .count(2), width: 80, height: 36, tier: tier)
    session.send(.start)
    session.answerAll()
    // The tokens themselves, without what a runner would compute of them.
    let prepared = PreparedField(Self.fields[index])
    let loaded = LoadedSample(
      reference: session.state.samples[0], field: prepared, picture: nil)
    session.send(.sampleLoaded(request: 1, loaded, SampleSummary(prepared)))
    session.answerAll()
    session.state.showsHeat = true
    for layer in HeatLayer.allCases {
      session.state.layer = layer
      for scale in HeatScale.allCases {
        session.state.scale = scale
        for similarities in [nil, [1, -1, 0, 0.5, 1, 1], [Double](repeating: 0, count: 6)] {
          session.state.similarities = similarities
          LayoutLaws.check(session)
        }
      }
    }
  }

  /// Every character prints, and no row is wider than the screen.
  static func check(_ screen: CellGrid) {
    let characters = Set(screen.cells.compactMap(\.character))
    #expect(characters.filter { DisplayWidth.printable($0) != $0 } == [])
    let widest = (0..<screen.height).map { DisplayWidth.columns(of: screen.text(row: $0)) }.max()
    #expect(widest ?? 0 <= screen.width)
  }

  /// Names come from files; nothing of them may reach the terminal as a command.
  @Test func namesAreShownWithoutTheirControlBytes() {
    let names = [
      "a\u{1B}[2J\u{7}b", "line\nbreak\r\n", "\u{202E}gnp.exe", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字",
      "e\u{301}\u{301}\u{301}", "\u{301}", "", String(repeating: "x", count: 500),
    ]
    for name in names {
      for (width, height) in [(24, 8), (60, 16), (80, 24), (120, 40)] {
        for unicode in [true, false] {
          var session = ExplorerSession(
            [], missing: [name], width: width, height: height, unicode: unicode)
          session.send(.start)
          Self.check(session.screen)
          session.answerAll()
          session.state.message = name
          Self.check(session.screen)
        }
      }
    }
  }
}
