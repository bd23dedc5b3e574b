public import Imaging

/// What a terminal has answered so far.
public struct TerminalAnswers: Sendable, Hashable {
  /// Its name and version; nil when it did not tell.
  public var version: String?
  /// Whether it keeps 24-bit colours; nil when it did not tell.
  public var keepsDirectColor: Bool?
  /// The colour of its own ground; nil when it did not tell.
  public var background: RGB?
  /// The size of a cell; nil when it did not tell.
  public var cellPixels: CellPixels?
  /// The size of the text area in pixels; nil when it did not tell.
  public var textAreaPixels: TextArea?
  /// The numbers of what it can do; nil when it did not tell.
  public var attributes: [Int]?
  /// Whether it accepts pictures in kitty's protocol; nil when it was not asked or did not tell.
  public var acceptsKittyGraphics: Bool?

  /// A size in pixels.
  public struct TextArea: Sendable, Hashable {
    /// Pixels from left to right.
    public let width: Int
    /// Pixels from top to bottom.
    public let height: Int
  }

  /// Creates answers of a terminal that said nothing.
  public init() {}

  /// Takes an answer down; of two to the same question the later counts.
  public mutating func note(_ reply: TerminalReply) {
    switch reply {
    case .version(let text): version = text
    case .directColor(let keeps): keepsDirectColor = keeps
    case .background(let colour): background = colour
    case .cellPixels(let cell): cellPixels = cell
    case .textAreaPixels(let width, let height):
      textAreaPixels = TextArea(width: width, height: height)
    case .attributes(let numbers): attributes = numbers
    case .graphics(CapabilityProbe.pictureNumber, let isAccepted):
      acceptsKittyGraphics = isAccepted
    case .graphics, .ready: break
    }
  }

  /// Whether the name it tells is one of these, in lower case, whatever follows it.
  func isNamed(_ names: [String]) -> Bool {
    guard let version = version?.lowercased() else { return false }
    return names.contains { name in
      version.hasPrefix(name) && version.dropFirst(name.count).first.map { !$0.isLetter } ?? true
    }
  }

  /// Whether kitty's Unicode placeholders work: in kitty from 0.28 on, and in Ghostty.
  var drawsKittyPlaceholders: Bool {
    guard acceptsKittyGraphics == true, let version else { return false }
    if isNamed(["ghostty"]) { return true }
    guard isNamed(["kitty"]) else { return false }
    let numbers = version.drop { !$0.isNumber }.split { !$0.isNumber }.prefix(2).map {
      Int($0) ?? 0
    }
    guard numbers.count == 2 else { return true }
    return numbers[0] > 0 || numbers[1] >= 28
  }

  /// The size of a cell of a screen, told as such or worked out from the whole.
  ///
  /// - Parameters:
  ///   - columns: The screen's width in cells.
  ///   - rows: The screen's height in cells.
  /// - Returns: nil when the terminal told neither, or nonsense.
  package func cell(columns: Int, rows: Int) -> CellPixels? {
    if let cellPixels { return cellPixels }
    guard let area = textAreaPixels, columns > 0, rows > 0 else { return nil }
    return CellPixels(width: area.width / columns, height: area.height / rows)
  }
}

extension ScreenBackground {
  /// Tells dark from light.
  ///
  /// - Parameters:
  ///   - answer: The colour that the terminal told, if it did.
  ///   - environment: `COLORFGBG` tells it in rxvt and others, as `ink;ground` of sixteen colours.
  public init(answer: RGB?, environment: [String: String]) {
    if let answer {
      self = answer.luma < 128 ? .dark : .light
      return
    }
    let parts = (environment["COLORFGBG"] ?? "").split(separator: ";")
    switch parts.count >= 2 ? parts.last.flatMap({ Int($0) }) : nil {
    case .some(7), .some(9...15): self = .light
    case .some(0...6), .some(8): self = .dark
    default: self = .unknown
    }
  }
}

extension PixelGraphics {
  /// Tells how pictures can be drawn.
  ///
  /// - Parameters:
  ///   - answers: What the terminal, or tmux in its place, has answered.
  ///   - environment: The environment's variables.
  ///   - outer: What tmux says of the terminal around it; nil outside of tmux.
  public init(
    answers: TerminalAnswers, environment: [String: String], outer: TmuxClient? = nil
  ) {
    if !(environment["TMUX"] ?? "").isEmpty {
      let isKitty = ["xterm-kitty", "xterm-ghostty"].contains { outer?.terminal == $0 }
      if isKitty, outer?.allowsPassthrough == true {
        self.init(form: .kitty, needsPassthrough: true)
        return
      }
    } else if !(environment["STY"] ?? "").isEmpty {
      self = .none
      return
    } else if answers.drawsKittyPlaceholders {
      self.init(form: .kitty)
      return
    }
    // tmux that has sixel says so itself, and needs no passthrough for it.
    self.init(form: answers.attributes?.contains(4) == true ? .sixel : .none)
  }
}

/// What tmux tells of the terminal around it.
public struct TmuxClient: Sendable, Hashable {
  /// What to ask tmux for, as a format of its `display-message`.
  public static let format = "#{client_termname} #{allow-passthrough} #{set-clipboard}"

  /// The outer terminal's `TERM`.
  public let terminal: String
  /// Whether what is wrapped in tmux's passthrough reaches that terminal.
  public let allowsPassthrough: Bool
  /// Whether tmux takes over what programs write to the clipboard.
  public let takesClipboard: Bool

  /// Reads what tmux printed for ``format``; nil when it is something else.
  ///
  /// - Parameter line: Its output.
  public init?(line: String) {
    let words = line.split(whereSeparator: \.isWhitespace)
    guard words.count >= 2, line.utf8.count <= 200 else { return nil }
    terminal = String(words[0])
    allowsPassthrough = ["on", "all", "1"].contains(words[1])
    takesClipboard = words.count > 2 && words[2] == "on"
  }
}
