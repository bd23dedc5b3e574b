import CNcurses
import Glibc
public import TerminalUI

/// What is known of the terminal and why the screen would be drawn as it is, for bug reports.
///
/// The terminal is asked as when the screen is opened, but the screen is not taken.
public struct TerminalDiagnosis: Sendable {
  /// Where the terminal's description comes from.
  public enum Entry: Sendable, Hashable {
    /// A file.
    case file(path: String)
    /// The program's own, for terminals of today.
    case builtIn
    /// None was found.
    case missing
  }

  /// The variables that say something about the terminal, in a fixed order, those that are set.
  public let variables: [(name: String, value: String)]
  /// Where the terminal's description comes from.
  public let entry: Entry
  /// How many colours it counts; nil without one.
  public let entryColors: Int?
  /// Why the screen cannot be used; nil when it can, as far as this is known without taking it.
  public let refusal: TerminalError?
  /// The size in cells; nil without a terminal.
  public let size: (columns: Int, rows: Int)?
  /// Whether the terminal was asked anything.
  public let wasAsked: Bool
  /// What it answered, each answer as it was sent with control characters spelled out.
  public let replies: [String]
  /// How long all answers took, in milliseconds; nil when the last one did not come in time.
  public let answerTime: Int?
  /// What the answers mean.
  public let answers: TerminalAnswers
  /// How many colours would be used, and why.
  public let choice: ColorTierChoice
  /// What the screen can do.
  public let traits: ScreenTraits
  /// The encoding of the environment's locale; nil when that is not installed.
  public let codeset: String?
  /// Which characters would be used.
  public let characters: CharacterSetChoice
  /// The name and version of the library that draws.
  public static var ncursesVersion: String { String(cString: curses_library()) }

  /// Looks at the terminal that controls this process, if there is one, and asks it.
  ///
  /// It must not be called while the screen is taken. Keys that are typed meanwhile are lost.
  ///
  /// - Parameter flag: How many colours the user asked for, if anything.
  public init(flag: ColorTier? = nil) {
    precondition(!curses_is_open(), "the screen is taken; look at the terminal before or after")
    let environment = TerminalEnvironment.current
    let name = environment["TERM"] ?? ""
    let found = TerminfoSearch.find(name, environment: environment)
    let isModern = ModernTerminal.isLikely(name)
    let facts = TerminalFacts(
      flag: flag, environment: environment,
      entry: found?.entry ?? (isModern ? ModernTerminal.entry : nil), unicode: false)

    let terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
    defer { if terminal >= 0 { close(terminal) } }
    let told = terminal >= 0 ? NcursesTerminal.readSize(of: terminal) : nil
    var interview = Interview(facts: facts)
    if terminal >= 0 { interview.hold(with: terminal) }

    variables = Self.shown(environment)
    entry = found.map { .file(path: $0.path) } ?? (isModern ? .builtIn : .missing)
    entryColors = facts.entry.map { Int($0[.colors] ?? 0) }
    size = told.map { ($0.columns, $0.rows) }
    wasAsked = interview.wasHeld
    replies = interview.replies
    answerTime = interview.duration
    answers = interview.probe.answers
    choice = facts.choice(answers)
    codeset = NcursesTerminal.codesetOfTheEnvironment()
    characters = CharacterSetChoice.choose(ascii: nil, environment: environment, codeset: codeset)
    let answers = interview.probe.answers
    var traits = facts.traits(
      answers, outer: interview.outer, colors: .max,
      cell: told.flatMap { $0.cell ?? answers.cell(columns: $0.columns, rows: $0.rows) })
    traits.unicode = characters != .ascii
    self.traits = traits
    refusal = Self.refusal(name: name, facts: facts, hasTerminal: terminal >= 0)
  }

  /// Why opening would fail, as far as this can be told.
  private static func refusal(
    name: String, facts: TerminalFacts, hasTerminal: Bool
  ) -> TerminalError? {
    if !hasTerminal { return .notATerminal }
    if name.isEmpty { return .unnamed }
    do throws(TerminalError) {
      let entry = try NcursesTerminal.entry(named: name, environment: facts.environment)
      return entry == nil ? .unknown(name: name) : nil
    } catch {
      return error
    }
  }

  /// The variables that are set, without what is nobody else's business: addresses, host names and
  /// the user's folder.
  private static func shown(_ environment: [String: String]) -> [(name: String, value: String)] {
    TerminalEnvironment.names.filter { $0 != "HOME" }.compactMap { name in
      guard let value = environment[name], !value.isEmpty else { return nil }
      let isPrivate = ["TMUX", "STY", "SSH_CONNECTION", "SSH_TTY"].contains(name)
      return (name, isPrivate ? "(set)" : value)
    }
  }
}
