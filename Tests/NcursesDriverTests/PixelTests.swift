import Glibc
import Imaging
import NcursesDriver
import TerminalTestSupport
import Testing
import TerminalUI

extension Driving {
  /// Pixels on a terminal that draws them.
  @Suite struct Pixels {
    /// The picture's place on the probe's screen.
    private static let area = CellRect(column: 60, row: 6, width: 20, height: 10)

    private func begun(_ answering: TerminalAnswering = .ghostty) throws -> VirtualTerminal {
      try VirtualTerminal.probing(answering: answering)
    }

    /// Presses a key and waits until all that follows from it was sent.
    private func press(_ key: String, _ terminal: VirtualTerminal) {
      terminal.send(key)
      terminal.settle()
    }

    private func read(_ terminal: VirtualTerminal) throws -> KittyReader {
      var reader = KittyReader()
      try reader.read(terminal.sent())
      return reader
    }

    private func part(
      _ column: Int, _ row: Int, _ terminal: VirtualTerminal, _ reader: KittyReader
    ) -> Image? {
      let cell = terminal.cell(column, row)
      guard case .index(let ink) = cell.ink else { return nil }
      return reader.part(cell.text.unicodeScalars.map(\.value), ink: ink, cell: (10, 20))
    }

    private func expectPicture(
      _ number: Int, _ terminal: VirtualTerminal, popup: Bool = false
    ) throws {
      let reader = try read(terminal)
      for row in Self.area.row..<(Self.area.row + Self.area.height) {
        for column in Self.area.column..<(Self.area.column + Self.area.width) {
          let part = part(column, row, terminal, reader)
          if popup, row == 8, (65..<70).contains(column) {
            #expect(part == nil)
            continue
          }
          let shown = try #require(part, "\(column) \(row)")
          let (x, y) = (10 * (column - Self.area.column), 20 * (row - Self.area.row))
          for dy in 0..<20 {
            for dx in 0..<10 where (x + dx, y + dy) != (0, 0) {
              let wanted = RGB(
                UInt8((x + dx) % 256), UInt8((y + dy) % 256), UInt8((x + dx) * (y + dy) % 256))
              #expect(shown[dx, dy] == wanted)
            }
          }
          if (x, y) == (0, 0) { #expect(shown[0, 0] == RGB(grey: UInt8(number))) }
        }
      }
    }

    @Test func showsCellsFirstAndThenPixels() throws {
      let terminal = try begun()
      let before = terminal.transcript.count
      press("G", terminal)
      try expectPicture(1, terminal)
      // Beside them and after them everything stands where it stood.
      #expect(terminal.row(0).hasPrefix("probe 100x30"))
      #expect(terminal.cell(59, 8).text == " " && terminal.cell(80, 8).text == " ")
      let sent = terminal.sent(from: before)
      #expect(sent.contains("\u{1B}_Ga=t"))
    }

    @Test func sendsNothingWhereNoPixelsAreDrawn() throws {
      let terminal = try begun(.plain)
      press("G", terminal)
      #expect(terminal.cell(61, 7).text == " " || terminal.cell(61, 7).text == "▒")
      #expect(!terminal.sent().contains("\u{1B}_Ga=t"))
    }

    @Test func popupsLieOverPixelsAndGoAgain() throws {
      let terminal = try begun()
      press("G", terminal)
      let uploads = try read(terminal).uploads
      let before = terminal.transcript.count
      press("O", terminal)
      #expect(terminal.row(8).contains("popup"))
      try expectPicture(1, terminal, popup: true)
      press("O", terminal)
      try expectPicture(1, terminal)
      #expect(try read(terminal).uploads == uploads)
      #expect(terminal.transcript.count - before < 1000)
    }

    @Test func sendsOnlyTheBlockThatChanged() throws {
      let terminal = try begun()
      press("G", terminal)
      let uploads = try read(terminal).uploads
      press("K", terminal)
      try expectPicture(2, terminal)
      #expect(try read(terminal).uploads == uploads + 1)
    }

    @Test func freesPicturesThatAreNoLongerShown() throws {
      let terminal = try begun()
      press("G", terminal)
      #expect(try read(terminal).pictures.count > 0)
      press("G", terminal)
      #expect(try read(terminal).pictures.isEmpty)
      #expect(terminal.cell(61, 7).text == " ")
    }

    @Test(arguments: ["q", "\u{03}", "X", "S", "A"])
    func freesPicturesHoweverItEnds(key: String) throws {
      let terminal = try begun()
      press("G", terminal)
      #expect(try read(terminal).pictures.count > 0)
      terminal.send(key)
      _ = try terminal.end()
      #expect(try read(terminal).pictures.isEmpty)
      terminal.expectRestored()
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func freesPicturesAfter(signal: Int32) throws {
      let terminal = try begun()
      press("G", terminal)
      kill(terminal.process, signal)
      #expect(try terminal.end() == 128 + signal)
      #expect(try read(terminal).pictures.isEmpty)
    }

    @Test func freesPicturesWhileItIsStoppedAndSendsThemAgain() throws {
      let terminal = try VirtualTerminal(
        ["--norc", "--noprofile", "-i"], program: "/bin/bash", environment: ["PS1": "ready> "],
        answering: .ghostty)
      try terminal.until("prompted") { terminal.text.contains("ready>") }
      terminal.send(VirtualTerminal.probe + "\r")
      try terminal.until("showed the probe's screen") { terminal.row(0).hasPrefix("probe 100x30") }
      terminal.settle()
      press("G", terminal)
      try expectPicture(1, terminal)
      terminal.send("\u{1A}")
      try terminal.until("stopped") { terminal.text.contains("Stopped") }
      #expect(try read(terminal).pictures.isEmpty)
      terminal.send("fg\r")
      try terminal.until("continued") { terminal.row(0).hasPrefix("probe ") }
      terminal.settle()
      try expectPicture(1, terminal)
      terminal.send("q")
      terminal.settle()
      #expect(try read(terminal).pictures.isEmpty)
    }

    @Test func drawsAnewWithPicturesSentAgain() throws {
      let terminal = try begun()
      press("G", terminal)
      let uploads = try read(terminal).uploads
      press("L", terminal)
      try expectPicture(1, terminal)
      #expect(try read(terminal).uploads == 2 * uploads)
    }

    @Test func showsTheSamePixelsInAnotherSizeOfTheWindow() throws {
      // It told the size of its whole screen once, and tells nothing when that changes.
      let terminal = try begun()
      press("G", terminal)
      terminal.resize(columns: 110, rows: 20)
      try terminal.until("was drawn again") { terminal.row(0).hasPrefix("probe 110x20") }
      terminal.settle()
      try expectPicture(1, terminal)
      // Half of the picture is outside.
      terminal.resize(columns: 70, rows: 10)
      try terminal.until("was drawn again") { terminal.row(0).hasPrefix("probe 70x10") }
      terminal.settle()
      let reader = try read(terminal)
      #expect(part(69, 9, terminal, reader) != nil)
      terminal.send("q")
      #expect(try terminal.end() == 0)
      #expect(try read(terminal).pictures.isEmpty)
    }

    // MARK: Sixel

    /// The pixels that were painted from a place of the transcript on, by cell.
    private func painted(
      _ terminal: VirtualTerminal, from start: Int = 0
    ) throws -> Set<[Int]> {
      var cells: Set<[Int]> = []
      let text = terminal.sent(from: start)
      for part in text.split(separator: "\u{1B}P0;1;0q", omittingEmptySubsequences: false)
        .dropLast().enumerated()
      {
        let place = part.element.split(separator: "\u{1B}[").last?.dropLast()
          .split(separator: ";").compactMap { Int($0) }
        cells.insert(try #require(place))
      }
      return cells
    }

    @Test func paintsSixelAfterTheFrameAndKeepsTheCursor() throws {
      let terminal = try begun(.xterm)
      press("G", terminal)
      let sent = terminal.sent()
      #expect(sent.contains("\u{1B}P0;1;0q\"1;1;"))
      // Cells of 6×13: blocks of six rows of cells.
      let cells = try painted(terminal)
      #expect(cells == [[7, 61], [7, 69], [7, 77], [13, 61], [13, 69], [13, 77]])
      #expect(
        sent.components(separatedBy: "\u{1B}7") == sent.components(separatedBy: "\u{1B}8"))
      #expect(terminal.cell(61, 7).text == "\u{A0}")
      #expect(terminal.cursor == (3, 2))
      let before = terminal.transcript.count
      press("a", terminal)
      #expect(!terminal.sent(from: before).contains("\u{1B}P0;1;0q"))
      press("q", terminal)
      #expect(try terminal.end() == 0)
      terminal.expectRestored()
    }

    @Test func paintsSixelAgainWhereAPopupWas() throws {
      let terminal = try begun(.xterm)
      press("G", terminal)
      press("O", terminal)
      #expect(terminal.row(8).contains("popup"))
      let before = terminal.transcript.count
      press("O", terminal)
      // The columns that it covered, in the two blocks that these lie in.
      #expect(try painted(terminal, from: before) == [[7, 66], [7, 69]])
      #expect(terminal.cell(66, 8).text == "\u{A0}")
    }
  }
}
