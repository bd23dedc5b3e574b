import Glibc
import Imaging
import NcursesDriver
import TerminalTestSupport
import Testing
import TerminalUI

/// Everything that needs a terminal: one at a time, since each takes a process.
@Suite(.serialized) struct Driving {}

extension Driving {
  @Suite struct Drawing {
    @Test func sends24BitColours() throws {
      let terminal = try VirtualTerminal.probing(environment: ["COLORTERM": "truecolor"])
      #expect(terminal.row(0) == "probe 100x30 24bit unicode")
      for column in 0..<64 {
        let cell = terminal.cell(column, 1)
        #expect(cell.text == "▀")
        #expect(cell.ink == .rgb(column * 4, 0, 255))
        #expect(cell.ground == .rgb(column, 255 - column, 7))
      }
      #expect(terminal.cell(20, 2).ground == .rgb(0, 0, 3))
    }

    @Test func drawsTheNearestOfTheIndexedColours() throws {
      let terminal = try VirtualTerminal.probing(["256"])
      for column in [0, 20, 63] {
        let wanted = RGB(UInt8(column), UInt8(255 - column), 7)
        let nearest = ColorQuantizer.nearest(to: wanted, in: .fixed240)
        #expect(terminal.cell(column, 1).ground == .index(nearest))
      }
      #expect(!terminal.drawn.contains("48;2;"))
    }

    @Test func drawsSixteenColoursWhenAsked() throws {
      let terminal = try VirtualTerminal.probing(["16"], environment: ["TERM": "xterm"])
      for column in [0, 20, 63] {
        let wanted = RGB(UInt8(column), UInt8(255 - column), 7)
        let nearest = ColorQuantizer.nearest(to: wanted, in: .ansi16)
        #expect(terminal.cell(column, 1).ground == .index(nearest))
      }
      #expect(!terminal.drawn.contains("8;5;"))
    }

    @Test func drawsEightColoursOnTheConsole() throws {
      let terminal = try VirtualTerminal.probing(environment: ["TERM": "linux"])
      #expect(terminal.row(0) == "probe 100x30 16 unicode")
      let nearest = ColorQuantizer.nearest(to: RGB(5, 250, 7), in: .ansi8)
      #expect(terminal.cell(5, 1).ground == .index(nearest))
    }

    @Test func drawsStylesAndPlacesTheCursor() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.cell(0, 2).bold)
      #expect(terminal.cell(5, 2).underline)
      #expect(terminal.cell(11, 2).reverse)
      #expect(!terminal.cell(4, 2).bold)
      #expect(terminal.cell(0, 2).ink == .own && terminal.cell(0, 2).ground == .own)
      #expect(terminal.showsCursor)
      #expect(terminal.cursor == (3, 2))
    }

    @Test func keepsWideCharactersInTheirPlaces() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.row(3) == "漢字 e\u{301}! ok           x")
      #expect(terminal.cell(0, 3).width == 2)
      #expect(terminal.cell(21, 3).text == "x")
    }

    @Test func drawsMoreColoursThanThereArePairsFor() throws {
      let terminal = try VirtualTerminal.probing(["24bit"])
      let frames = 60
      terminal.send("N")
      try terminal.until("showed the last frame") {
        (0..<30).allSatisfy { terminal.cell(99, $0).ink == .rgb(99, $0, frames) }
      }
      terminal.settle()
      for row in 0..<30 {
        for column in 0..<100 {
          let cell = terminal.cell(column, row)
          #expect(cell.ink == .rgb(column, row, frames))
          #expect(cell.ground == .rgb(frames, column, row))
        }
      }
      // The screen is cleared when it is taken, and never again.
      #expect(terminal.sent().components(separatedBy: "\u{1B}[2J") <= 2)
    }

    @Test func sendsLittleForASmallChange() throws {
      let terminal = try VirtualTerminal.probing(["24bit"], columns: 120, rows: 40)
      let before = terminal.transcript.count
      _ = try terminal.send("a", expecting: 1)
      terminal.settle()
      #expect(terminal.transcript.count - before < 300)
    }

    @Test func marksFramesAsSynchronisedUpdates() throws {
      let terminal = try VirtualTerminal.probing()
      #expect(terminal.sent().contains("\u{1B}[?2026h"))
      let other = try VirtualTerminal.probing(["unsynchronised"])
      #expect(!other.sent().contains("\u{1B}[?2026h"))
    }
  }
}

extension String {
  /// How many parts a separator cuts the text into.
  func components(separatedBy separator: String) -> Int {
    split(separator: separator, omittingEmptySubsequences: false).count
  }
}
