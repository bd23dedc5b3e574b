/// How many colours a screen may use.
public enum ColorTier: String, Sendable, Hashable, CaseIterable {
  /// No colour: bold, reverse and characters only.
  case mono
  /// The sixteen ANSI colours.
  case ansi16 = "16"
  /// The 256 indexed colours.
  case indexed256 = "256"
  /// Red, green and blue of 8 bits each.
  case direct = "24bit"
}

/// A key, as the person at the keyboard would name it.
public enum Key: Sendable, Hashable {
  /// A character as typed; case tells Shift.
  case character(Character)
  /// A letter with Control, in lower case.
  case control(Character)
  /// Enter or Return.
  case enter
  /// Tab.
  case tab
  /// Tab with Shift.
  case backTab
  /// Escape.
  case escape
  /// Backspace.
  case backspace
  /// Delete.
  case delete
  /// The cursor keys.
  case up, down, left, right
  /// Home and End.
  case home, end
  /// Page keys.
  case pageUp, pageDown
  /// A function key, from 1.
  case function(Int)
}

/// What a mouse did at a place.
public struct MouseEvent: Sendable, Hashable {
  /// What happened.
  public enum Action: Sendable, Hashable {
    /// The left button went down.
    case press
    /// The left button went up.
    case release
    /// The mouse moved with the left button down.
    case drag
    /// The mouse moved with no button down.
    case hover
    /// The wheel turned away from the user.
    case wheelUp
    /// The wheel turned towards the user.
    case wheelDown
  }

  /// What happened.
  public var action: Action
  /// The column, from 0.
  public var column: Int
  /// The row, from 0.
  public var row: Int

  /// Creates an event.
  public init(_ action: Action, column: Int, row: Int) {
    self.action = action
    self.column = column
    self.row = row
  }
}

/// What a terminal has to tell.
public enum TerminalEvent: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// The mouse did something.
  case mouse(MouseEvent)
  /// The screen has a new size, in cells.
  case resize(width: Int, height: Int)
  /// The program is to end for this signal (SIGTERM 15, SIGHUP 1, SIGINT 2).
  case terminate(signal: Int32)
  /// The program was stopped and continues; the screen must be drawn anew.
  case resumed
  /// Another thread called the wake-up: results are waiting.
  case wake
  /// The terminal answered a question; no key.
  case reply(TerminalReply)
  /// What the screen can do is known better than before, or has changed.
  case traits(ScreenTraits)
}

/// A screen to show grids on and to take events from.
public protocol Terminal: ~Copyable {
  /// The size in cells.
  var size: (width: Int, height: Int) { get }

  /// What the screen can do.
  var traits: ScreenTraits { get }

  /// Shows a grid; only what changed since the last one need be sent.
  mutating func present(_ grid: CellGrid)

  /// Waits until something happens and returns all that is waiting, in order.
  mutating func nextEvents() -> [TerminalEvent]
}
