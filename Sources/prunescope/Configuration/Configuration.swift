import Analysis
import Explorer
import Imaging
import LocalFiles
import TerminalUI
import TokenPruning

/// What a user has chosen once and for all: how sessions begin, keys and colours.
struct Configuration: Equatable {
  /// How a session begins.
  var wanted: WantedChoices
  /// The strategies of the list, as `--strategy` takes them.
  var strategies: String
  /// Text tokens of the language model's prompt.
  var textTokens: Int
  /// The folder that exports go to.
  var exports: String
  /// How many colours; nil leaves it to the terminal.
  var tier: ColorTier?
  /// Whether to draw with ASCII only; nil leaves it to the locale.
  var ascii: Bool?
  /// Whether to listen to the mouse.
  var mouse: Bool
  /// What each key asks for.
  var keys: KeyTable
  /// The colours of what is no picture.
  var colors: ScreenColors

  /// The configuration without a file.
  static let standard: Configuration = {
    let choices = Choices(budget: .percentage(11.1), model: .usual)
    var wanted = choices.looks
    wanted.budget = choices.budget
    wanted.model = choices.model
    return Configuration(
      wanted: wanted, strategies: "all", textTokens: PrefillCost.usualText,
      exports: "prunescope-exports", tier: nil, ascii: nil, mouse: true, keys: .standard,
      colors: ScreenColors())
  }()

  /// Reads a file.
  ///
  /// - Throws: ``ConfigurationError`` when it is missing, or for its first line that says nothing.
  static func read(_ path: String) throws(ConfigurationError) -> Configuration {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: ConfigurationText.limit)
    } catch {
      throw .file(error)
    }
    return try Configuration(ConfigurationText(bytes, path: path), path: path)
  }

  /// Applies settings to the configuration without a file.
  ///
  /// - Throws: ``ConfigurationError`` for the first line that says nothing.
  init(_ text: ConfigurationText, path: String) throws(ConfigurationError) {
    self = .standard
    for setting in text.settings where setting.section != "keys" {
      do throws(ConfigurationError.Problem) {
        if setting.section == "defaults" {
          try Self.apply(setting, to: &self)
        } else {
          try Self.applyColor(setting, to: &self)
        }
      } catch {
        throw .line(path: path, line: setting.line, error)
      }
    }
    try applyKeys(text.settings.filter { $0.section == "keys" }, path: path)
    try checkColors(text.settings, path: path)
  }

  private init(
    wanted: WantedChoices, strategies: String, textTokens: Int, exports: String, tier: ColorTier?,
    ascii: Bool?, mouse: Bool, keys: KeyTable, colors: ScreenColors
  ) {
    (self.wanted, self.strategies, self.textTokens) = (wanted, strategies, textTokens)
    (self.exports, self.tier, self.ascii, self.mouse) = (exports, tier, ascii, mouse)
    (self.keys, self.colors) = (keys, colors)
  }

  // MARK: Keys and colours

  private mutating func applyKeys(
    _ settings: [ConfigurationText.Setting], path: String
  ) throws(ConfigurationError) {
    var changes: [(action: String, keys: [String])] = []
    for setting in settings {
      switch setting.value {
      case .text(let key): changes.append((setting.name, key.isEmpty ? [] : [key]))
      case .list(let keys): changes.append((setting.name, keys))
      case .number, .flag:
        throw .line(
          path: path, line: setting.line,
          .unexpected(
            name: setting.name, expected: "a key or a list of keys: \"x\" or [\"x\", \"<F2>\"]")
        )
      }
    }
    do throws(KeyTableError) {
      keys = try KeyTable.standard.rebound(changes)
    } catch {
      let line = settings.last { $0.name == error.action }?.line ?? settings.last?.line ?? 1
      throw .line(path: path, line: line, .keys(error))
    }
  }

  /// The colours that have names.
  static let colorNames: [ColorName] = [
    ColorName(
      name: "cursor", path: \.cursor, summary: "the frame of the patch under the cursor"),
    ColorName(
      name: "only-first", path: \.onlyFirst,
      summary: "patches that only the first of two strategies keeps"),
    ColorName(
      name: "only-second", path: \.onlySecond, summary: "patches that only the second keeps"),
    ColorName(name: "both", path: \.both, summary: "patches that both keep"),
  ]

  /// A colour with its name.
  struct ColorName: Sendable {
    let name: String
    let path: any WritableKeyPath<ScreenColors, RGB> & Sendable
    let summary: String
  }

  private static func applyColor(
    _ setting: ConfigurationText.Setting, to configuration: inout Configuration
  ) throws(ConfigurationError.Problem) {
    if setting.name == "mark", setting.value == .text("auto") {
      configuration.colors.mark = nil
      return
    }
    let known = colorNames.first { $0.name == setting.name }
    guard known != nil || setting.name == "mark" else {
      throw .unknownName(setting.name, section: "colors", known: colorNames.map(\.name) + ["mark"])
    }
    let expected =
      setting.name == "mark"
      ? "a colour such as \"#ffd640\", or \"auto\"" : "a colour such as \"#ffd640\""
    guard case .text(let text) = setting.value, let color = RGB(written: text) else {
      throw .unexpected(name: setting.name, expected: expected)
    }
    if let known {
      configuration.colors[keyPath: known.path] = color
    } else {
      configuration.colors.mark = color
    }
  }

  /// Refuses colours of a difference that look alike: its letters are small.
  private func checkColors(
    _ settings: [ConfigurationText.Setting], path: String
  ) throws(ConfigurationError) {
    let names = ["only-first", "only-second", "both"]
    let sides = Self.colorNames.filter { names.contains($0.name) }
    for (index, one) in sides.enumerated() {
      for other in sides.dropFirst(index + 1)
      where colors[keyPath: one.path].difference(from: colors[keyPath: other.path]) < 40 {
        let line = settings.last {
          [one.name, other.name].contains($0.name) && $0.section == "colors"
        }
        throw .line(path: path, line: line?.line ?? 1, .alike(one.name, other.name))
      }
    }
  }
}

extension RGB {
  /// Reads `#ffd640`; nil for anything else.
  init?(written text: String) {
    guard text.count == 7, text.first == "#", text.dropFirst().allSatisfy(\.isHexDigit),
      let value = UInt32(text.dropFirst(), radix: 16)
    else { return nil }
    self.init(hex: value)
  }

  /// The colour as `#ffd640`.
  var written: String {
    "#"
      + [red, green, blue].map { value in
        let digits = String(value, radix: 16)
        return value < 16 ? "0" + digits : digits
      }.joined()
  }

  /// How far the samples of two colours lie apart, 0...441.
  fileprivate func difference(from other: RGB) -> Double {
    let steps = [
      Double(red) - Double(other.red), Double(green) - Double(other.green),
      Double(blue) - Double(other.blue),
    ]
    return steps.reduce(0) { $0 + $1 * $1 }.squareRoot()
  }
}
