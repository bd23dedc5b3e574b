/// Asks a terminal what it can do, and knows when it has answered.
///
/// All questions go out in one write. The last is one that every terminal answers (DA1): since
/// answers come in the order of the questions, whatever is missing once that one is there will not
/// come. The probe only composes and collects; it neither reads nor waits.
public struct CapabilityProbe: Sendable, Hashable {
  /// The number of the picture that asks for kitty's graphics protocol.
  public static let pictureNumber = 31

  /// What the terminal answered to the latest questions.
  public private(set) var answers = TerminalAnswers()
  /// How many fences have not been answered yet.
  private var fences = 0
  private let environment: [String: String]

  /// Creates a probe that has asked nothing.
  ///
  /// - Parameter environment: The environment's variables; some terminals are asked less.
  public init(environment: [String: String]) { self.environment = environment }

  /// Whether the answer to the last question is still to come.
  public var isOutstanding: Bool { fences > 0 }

  /// Begins anew and returns what to send.
  public mutating func questions() -> String {
    answers = TerminalAnswers()
    // Answers to an earlier round may never come: another terminal may be attached.
    fences = 1
    var text = ""
    // Apple's Terminal prints strings that it does not know.
    if environment["TERM_PROGRAM"] != "Apple_Terminal" {
      text += Self.version
      // GNU screen cannot pass colours on, and would take the test colour for its nearest.
      if (environment["STY"] ?? "").isEmpty || !(environment["TMUX"] ?? "").isEmpty {
        text += Self.directColor
      }
    }
    return text + Self.background + Self.cellPixels + Self.textAreaPixels + Self.ready
      + Self.attributes
  }

  /// Takes an answer down.
  ///
  /// - Parameter reply: What the decoder read.
  /// - Returns: A further question that follows from the answer; nil when there is none.
  public mutating func receive(_ reply: TerminalReply) -> String? {
    answers.note(reply)
    guard case .attributes = reply, fences > 0 else { return nil }
    fences -= 1
    // Others may print the question, so that it is only asked of those who answer it.
    guard !isOutstanding, answers.acceptsKittyGraphics == nil,
      answers.isNamed(["kitty", "ghostty"]),
      (environment["TMUX"] ?? "").isEmpty
    else { return nil }
    fences = 1
    return Self.kittyGraphics + Self.attributes
  }

  private static let version = "\u{1B}[>0q"
  /// Sets a colour, asks which one is set, and goes back to the terminal's own.
  private static let directColor = "\u{1B}[48;2;1;2;3m\u{1B}P$qm\u{1B}\\\u{1B}[m"
  private static let background = "\u{1B}]11;?\u{1B}\\"
  private static let cellPixels = "\u{1B}[16t"
  private static let textAreaPixels = "\u{1B}[14t"
  /// DSR, which tells that all before it has been read.
  package static let ready = "\u{1B}[5n"
  /// DA1, the fence.
  package static let attributes = "\u{1B}[c"
  private static let kittyGraphics =
    "\u{1B}_Gi=\(pictureNumber),s=1,v=1,a=q,t=d,f=24;AAAA\u{1B}\\"
}
