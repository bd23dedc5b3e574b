import Analysis
import Explorer
import Imaging
import Plots
import SampleSets
import TerminalUI
import Testing

/// Whatever is written on a screen can be read: its contrast is at least 4.5 to 1 in every view, with
/// every number of colours, on dark and on light grounds.
@Suite struct ContrastLaws {
  /// Keys that lead to each view and to each thing that lies over one.
  static let screens = [
    "", "t", "<Space>", "b", "bb", "bbb", "bbbb", "i", "c", "ccc", ".", "...", ".....",
    "v", "vv", "vvv", "d", "w", "p", "pp", "ppp", "pppp", "ppppp", "pppppp", "ppppppp",
    "?", ":", "S", "e", "gh", "!", "<Enter>", "<Enter>lll<Enter>;", "<S-Tab>",
  ]

  /// The grounds that a terminal of a kind may have, the extreme ones.
  static func grounds(_ background: ScreenBackground) -> [RGB] {
    switch background {
    case .dark: [.black, PlotPalette.darkGround]
    case .light: [.white, PlotPalette.lightGround]
    case .unknown: [.black, .white]
    }
  }

  /// Characters that are drawing, not writing: what a picture, a bar and a frame are made of.
  static func isWriting(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    return !(0x2500...0x259F).contains(scalar.value) && scalar != " "
  }

  /// The cells whose writing cannot be read, as texts.
  static func unreadable(_ screen: CellGrid, _ traits: ScreenTraits) -> [String] {
    var found: [String] = []
    for row in 0..<screen.height {
      for column in 0..<screen.width {
        let cell = screen[column, row]
        guard let character = cell.character, isWriting(character) else { continue }
        func shown(_ color: RGB) -> RGB { ColorQuantizer.shown(color, on: traits.tier) ?? color }
        let contrast: Double
        switch (cell.style.ink, cell.style.ground) {
        case (.rgb(let ink), .rgb(let ground)):
          contrast = shown(ink).contrast(with: shown(ground))
        case (.rgb(let ink), _):
          contrast = grounds(traits.background).map { shown(ink).contrast(with: $0) }.min() ?? 0
        case (_, .rgb):
          // The terminal's own ink on a colour of ours: nobody knows what that is.
          contrast = 0
        default: continue
        }
        if contrast < ScreenColors.leastContrast {
          found.append("\(character) at \(column),\(row) \(cell.style): \(contrast)")
        }
      }
    }
    return found
  }

  @Test(arguments: [ColorTier.direct, .indexed256, .mono], ScreenBackground.allCases)
  func everythingWrittenCanBeRead(tier: ColorTier, background: ScreenBackground) throws {
    let traits = ScreenTraits(tier: tier, unicode: true, background: background)
    for (width, height) in [(80, 24), (120, 40)] {
      for keys in Self.screens {
        var session = ExplorerSession.begun(
          [TestSamples.street, TestSamples.tiled],
          strategies: ["agilepruner", "divprune", "bat", "random"], budget: .count(64),
          width: width, height: height, tier: tier, isCheap: false)
        session.send(.traits(traits))
        try session.play(keys)
        let found = Self.unreadable(session.screen, traits)
        #expect(
          found.isEmpty,
          "'\(keys)' at \(width)x\(height): \(found.count), \(found.prefix(2).joined(separator: "; "))"
        )
      }
    }
  }
}
