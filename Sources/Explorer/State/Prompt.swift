/// A line that the user is typing, and what it is for.
public struct Prompt: Sendable, Equatable {
  /// What the line is for.
  public enum Purpose: String, Sendable, Hashable, CaseIterable {
    /// A budget: `22%` or `128`.
    case budget
    /// The number or name of a sample.
    case sample
    /// A part of a sample's name.
    case search
    /// Which samples are stepped through.
    case filter
    /// What the lines of the help must have.
    case help
    /// A name of an encoder, or a checkpoint's folder.
    case encoder
    /// A file of a table that is joined to the samples.
    case table
    /// A column to order samples by.
    case sort
    /// The columns of both axes.
    case axes
    /// A column to colour dots by.
    case color
    /// An action, a strategy, a sample or a number.
    case palette
    /// The folder of an export.
    case export
  }

  /// What the line is for.
  public let purpose: Purpose
  /// What has been typed.
  public var line: LineEditor
  /// The entry of the palette that Enter runs.
  public var selection = 0
  /// Why Enter did nothing, until the next key.
  public var note: String?
  /// How many lines back the text was taken from the history; 0 for a line of its own.
  var recalled = 0
  /// The line of its own, while another is recalled.
  var draft = ""

  /// What has been typed.
  public var text: String { line.text }

  /// Opens a prompt.
  ///
  /// - Parameters:
  ///   - purpose: What the line is for.
  ///   - text: What it begins with.
  public init(_ purpose: Purpose, _ text: String = "") {
    self.purpose = purpose
    line = LineEditor(text)
  }

  /// The most characters of a line.
  public static let limit = 500
}

/// The lines that were typed into prompts, the newest last.
public struct PromptHistory: Sendable, Equatable {
  /// The lines of each purpose.
  public private(set) var lines: [Prompt.Purpose: [String]] = [:]

  /// The most lines that are remembered for a purpose.
  public static let limit = 100

  /// A history without lines.
  public init() {}

  /// Remembers a line; one that was typed before moves to the end.
  ///
  /// - Parameters:
  ///   - text: The line; an empty one is not remembered.
  ///   - purpose: What it was typed for.
  public mutating func add(_ text: String, for purpose: Prompt.Purpose) {
    guard !text.isEmpty, text.count <= Prompt.limit else { return }
    var known = (lines[purpose] ?? []).filter { $0 != text }
    known.append(text)
    lines[purpose] = known.suffix(Self.limit)
  }
}

extension Prompt {
  /// Shows the line that was typed `step` lines earlier, or later for a negative one; the line that
  /// was begun comes last.
  mutating func recall(_ step: Int, from history: PromptHistory) {
    let known = history.lines[purpose] ?? []
    let wanted = min(max(recalled + step, 0), known.count)
    guard wanted != recalled else { return }
    if recalled == 0 { draft = text }
    recalled = wanted
    line = LineEditor(wanted == 0 ? draft : known[known.count - wanted])
  }
}
