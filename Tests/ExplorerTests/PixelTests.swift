import Analysis
import Explorer
import Imaging
import TerminalUI
import Testing
import TokenPruning

/// Pictures of pixels, where the terminal draws them.
@Suite struct PixelTests {
  private static let cell = CellPixels(width: 10, height: 20)

  private func traits(
    _ form: PixelGraphics.Form = .kitty, tier: ColorTier = .direct, unicode: Bool = true,
    cell: CellPixels? = cell
  ) -> ScreenTraits {
    ScreenTraits(
      tier: tier, unicode: unicode, cellPixels: cell, graphics: PixelGraphics(form: form))
  }

  private func session(
    _ traits: ScreenTraits, of sample: TestSample = TestSamples.street, width: Int = 120,
    height: Int = 40
  ) -> ExplorerSession {
    var session = ExplorerSession.begun(
      [sample], strategies: ["random", "uniform-grid", "divprune", "bat"], budget: .count(64),
      width: width, height: height, tier: traits.tier, unicode: traits.unicode, isCheap: false)
    session.send(.traits(traits))
    return session
  }

  @Test(arguments: [PixelGraphics.Form.kitty, .sixel])
  func aKeyTurnsThemOnAndOff(form: PixelGraphics.Form) throws {
    var session = session(traits(form))
    #expect(session.screen.layers.isEmpty)
    let before = session.screen
    try session.press("P")
    #expect(session.state.showsPixels && session.state.message == "pixels")
    #expect(session.screen.layers.count == 1)
    try session.press("P")
    #expect(!session.state.showsPixels && session.state.message == "cells")
    session.state.message = nil
    #expect(session.screen == before)
    try session.press("u")
    #expect(session.state.showsPixels)
  }

  @Test func saysWhyThereAreNone() throws {
    let refusals: [(ScreenTraits, String)] = [
      (traits(.none), "this terminal draws no pixels, or does not say so"),
      (traits(.sixel, cell: nil), "this terminal does not tell how many pixels a cell has"),
      (traits(.sixel, tier: .mono), "pixels need colours"),
      (traits(.kitty, unicode: false), "pixels need more than ASCII here"),
    ]
    for (traits, reason) in refusals {
      var session = session(traits)
      try session.press("P")
      #expect(session.state.message == reason)
      #expect(!session.state.showsPixels && session.screen.layers.isEmpty)
      session.state.showsPixels = true
      #expect(session.screen.layers.isEmpty, "\(reason)")
    }
  }

  @Test func cellsUnderThemAreThoseOfOtherScreens() throws {
    var session = session(traits())
    let plain = session.screen
    session.state.showsPixels = true
    let screen = session.screen
    #expect(screen.text == plain.text)
    for row in 0..<screen.height {
      for column in 0..<screen.width {
        #expect(screen[column, row].character == plain[column, row].character)
        #expect(screen[column, row].style == plain[column, row].style)
      }
    }
  }

  @Test func theCursorLiesOverThemAndChangesNoPixel() throws {
    var session = session(traits())
    try session.press("P")
    let before = session.screen
    try session.press("l")
    session.answerAll()
    #expect(session.screen.layers == before.layers)
    let changed = (0..<(120 * 40)).filter {
      (session.screen.cells[$0].layer > 0) != (before.cells[$0].layer > 0)
    }
    #expect(!changed.isEmpty && changed.count <= 4)
  }

  @Test func helpCoversThem() throws {
    var session = session(traits())
    try session.press("P")
    let seen = session.screen.cells.count { $0.layer > 0 }
    try session.press("?")
    #expect(session.screen.cells.count { $0.layer > 0 } < seen)
    #expect(session.screen.layers.count == 1)
    try session.press("<Esc>")
    #expect(session.screen.cells.count { $0.layer > 0 } == seen)
  }

  @Test(arguments: [("gv", 1), ("gS", 2), ("gQ", 4), ("gA", 0), ("p", 0)])
  func largePicturesHaveThem(keys: String, count: Int) throws {
    var session = session(traits(), width: 200, height: 60)
    try session.play("P")
    try session.play(keys)
    #expect(session.screen.layers.count == count)
  }

  @Test func lieOnWholeCellsThatAreThePictures() throws {
    for (width, height) in [(120, 40), (80, 24), (200, 60), (61, 17), (24, 8)] {
      var session = session(traits(), width: width, height: height)
      try session.press("P")
      let layer = try #require(session.screen.layers.first)
      let image = layer.image()
      #expect(image.width == 10 * layer.area.width && image.height == 20 * layer.area.height)
      #expect(layer.area.column >= 0 && layer.area.column + layer.area.width <= width)
      #expect(layer.area.row >= 0 && layer.area.row + layer.area.height < height)
    }
  }

  @Test func everyPatchIsSeenAndPrunedOnesAreDarker() throws {
    var session = session(traits(), of: TestSamples.bare)
    try session.press("P")
    session.state.maskStyle = .black
    let layer = try #require(session.screen.layers.first)
    let image = layer.image()
    // 24×24 patches of 30×30 pixels.
    #expect(image.width == 720 && image.height == 720)
    let kept = Set(session.state.currentEvaluation?.selection.kept ?? [])
    #expect(kept.count == 64)
    for token in 0..<576 {
      let (x, y) = (token % 24 * 30, token / 24 * 30)
      let middle = image[x + 15, y + 15]
      #expect((middle == RGB(grey: 8)) == !kept.contains(token))
      // What is kept has a frame.
      #expect((image[x, y + 15] == middle) == !kept.contains(token))
    }
  }

  @Test func mergedPatchesHaveCorners() throws {
    var session = session(traits(), of: TestSamples.bare)
    try session.play("P<S-Tab>")
    let evaluation = try #require(session.state.currentEvaluation)
    let group = try #require(evaluation.selection.merging?.groups.first { $0.members.count > 1 })
    let image = try #require(session.screen.layers.first).image()
    let token = try #require(group.members.last { !evaluation.selection.kept.contains($0) })
    let (x, y) = (token % 24 * 30, token / 24 * 30)
    #expect(image[x, y] != image[x + 15, y + 15])
    #expect(image[x + 15, y] == image[x + 15, y + 15])
  }

  @Test func equalChoicesDrawEqualPixels() throws {
    var session = session(traits())
    try session.play("P")
    let first = session.screen.layers
    try session.play("Pt")
    try session.play("tP")
    #expect(session.screen.layers == first)
    for keys in ["t", "i", "b", "c", "a", "=", "<Space>", "<Tab>", ".", "d"] {
      var other = session
      try other.play(keys)
      #expect(other.screen.layers != first, "\(keys)")
    }
  }

  @Test func tooManyPixelsStayCells() throws {
    var session = session(
      traits(cell: CellPixels(width: 60, height: 120)), width: 300, height: 100)
    try session.press("P")
    #expect(session.state.showsPixels && session.screen.layers.isEmpty)
  }

  @Test(arguments: TestSamples.odd.indices)
  func oddGridsAreDrawn(index: Int) throws {
    for (width, height) in [(24, 8), (80, 24), (131, 43)] {
      for cell in [CellPixels(width: 10, height: 20), CellPixels(width: 7, height: 13)] {
        var session = session(
          traits(.sixel, cell: cell), of: TestSamples.odd[index], width: width, height: height)
        session.state.showsPixels = true
        for zoom in [0, 5] {
          session.state.zoom = zoom
          session.state.cursor = max(0, session.state.tokenCount - 1)
          for layer in session.screen.layers {
            #expect(layer.image().width == layer.width)
          }
        }
      }
    }
  }
}
