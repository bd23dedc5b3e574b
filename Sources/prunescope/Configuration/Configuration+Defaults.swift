import Analysis
import Explorer
import Imaging
import TerminalUI

extension Configuration {
  /// A setting of `[defaults]`: what it takes, how it is read and how it is written.
  struct Default: Sendable {
    let name: String
    /// What it is, in a few words.
    let summary: String
    /// What it takes.
    let expected: String
    /// Takes a value; false for one that it does not take.
    let read: @Sendable (ConfigurationText.Value, inout Configuration) -> Bool
    /// The value as it is written.
    let write: @Sendable (Configuration) -> String
  }

  /// Applies a setting of `[defaults]`.
  static func apply(
    _ setting: ConfigurationText.Setting, to configuration: inout Configuration
  ) throws(ConfigurationError.Problem) {
    guard let known = defaults.first(where: { $0.name == setting.name }) else {
      throw .unknownName(setting.name, section: "defaults", known: defaults.map(\.name))
    }
    guard known.read(setting.value, &configuration) else {
      throw .unexpected(name: setting.name, expected: known.expected)
    }
  }

  /// The settings of `[defaults]`, in the order in which they are written.
  static let defaults: [Default] = [
    Default(
      name: "budget", summary: "how many tokens to keep",
      expected: "a count from 1 (64) or a share (\"11.1%\")"
    ) { value, configuration in
      let text =
        switch value {
        case .text(let text): text;
        case .number(let text): text;
        default: ""
        }
      guard let budget = Budget(text) else { return false }
      configuration.wanted.budget = budget
      return true
    } write: { configuration in
      guard let budget = configuration.wanted.budget else { return "" }
      if case .count(let count) = budget { return "\(count)" }
      return ConfigurationText.written("\(budget)")
    },
    Default(
      name: "strategies", summary: "the list, as --strategy takes it; the first is current",
      expected: "names of strategies separated by commas, or a list of them"
    ) { value, configuration in
      let text: String
      switch value {
      case .text(let one): text = one
      case .list(let several): text = several.joined(separator: ",")
      default: return false
      }
      var options = SelectionOptions()
      options.strategy = text
      guard !text.isEmpty, (try? options.strategies()) != nil else { return false }
      configuration.strategies = text
      return true
    } write: {
      ConfigurationText.written($0.strategies)
    },
    choice("view", "what the screen shows of the strategies", \.view),
    choice("layer", "what the heat shows", \.layer),
    choice("scale", "how values become colours", \.scale),
    choice("color-map", "the colours of the heat", \.colorMap),
    Default(
      name: "opacity", summary: "the share of the heat over the image, in percent",
      expected: "a whole number in 5...100"
    ) { value, configuration in
      guard let number = value.integer, WantedChoices.opacities.contains(number) else {
        return false
      }
      configuration.wanted.opacity = number
      return true
    } write: {
      "\($0.wanted.opacity ?? 0)"
    },
    choice("pruned", "how pruned patches are drawn", \.maskStyle),
    flag("image", "whether the image is drawn", \.showsImage, otherwise: true),
    flag("pixels", "whether pixels are drawn where the terminal can", \.showsPixels),
    choice("order", "the order of the samples", \.order),
    Default(
      name: "model", summary: "the language model whose prefill is costed",
      expected: "one of " + LanguageModel.all.map(\.name).joined(separator: ", ")
    ) { value, configuration in
      guard case .text(let name) = value, let model = LanguageModel.named(name) else {
        return false
      }
      configuration.wanted.model = model
      return true
    } write: {
      ConfigurationText.written($0.wanted.model?.name ?? "")
    },
    Default(
      name: "text-tokens", summary: "text tokens of the prompt, beside the visual ones",
      expected: "a whole number in 0...\(PrefillOptions.limit)"
    ) { value, configuration in
      guard let number = value.integer, (0...PrefillOptions.limit).contains(number) else {
        return false
      }
      configuration.textTokens = number
      return true
    } write: {
      "\($0.textTokens)"
    },
    Default(name: "exports", summary: "the folder that exports go to", expected: "a folder") {
      value, configuration in
      guard case .text(let folder) = value, !folder.isEmpty, folder.utf8.count <= 4096 else {
        return false
      }
      configuration.exports = folder
      return true
    } write: {
      ConfigurationText.written($0.exports)
    },
    Default(
      name: "color", summary: "how many colours; auto asks the terminal",
      expected: "one of auto, " + ColorTier.allCases.map(\.rawValue).joined(separator: ", ")
    ) { value, configuration in
      let text =
        switch value {
        case .text(let text): text;
        case .number(let text): text;
        default: ""
        }
      guard text != "auto" else {
        configuration.tier = nil
        return true
      }
      guard let tier = ColorTier(rawValue: text) else { return false }
      configuration.tier = tier
      return true
    } write: {
      ConfigurationText.written($0.tier?.rawValue ?? "auto")
    },
    Default(
      name: "ascii", summary: "whether to draw with ASCII only; auto asks the locale",
      expected: "true, false or \"auto\""
    ) { value, configuration in
      switch value {
      case .flag(let isOn): configuration.ascii = isOn
      case .text("auto"): configuration.ascii = nil
      default: return false
      }
      return true
    } write: { configuration in
      configuration.ascii.map { "\($0)" } ?? "\"auto\""
    },
    Default(name: "mouse", summary: "whether to listen to the mouse", expected: "true or false") {
      value, configuration in
      guard case .flag(let isOn) = value else { return false }
      configuration.mouse = isOn
      return true
    } write: {
      "\($0.mouse)"
    },
  ]

  /// A setting that is on or off.
  private static func flag(
    _ name: String, _ summary: String,
    _ path: any WritableKeyPath<WantedChoices, Bool?> & Sendable, otherwise usual: Bool = false
  ) -> Default {
    Default(name: name, summary: summary, expected: "true or false") { value, configuration in
      guard case .flag(let isOn) = value else { return false }
      configuration.wanted[keyPath: path] = isOn
      return true
    } write: {
      "\($0.wanted[keyPath: path] ?? usual)"
    }
  }

  /// A setting that is one of several words.
  private static func choice<Value: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ summary: String,
    _ path: any WritableKeyPath<WantedChoices, Value?> & Sendable
  ) -> Default where Value.RawValue == String {
    let words = Value.allCases.map(\.rawValue).joined(separator: ", ")
    return Default(name: name, summary: "\(summary): \(words)", expected: "one of \(words)") {
      value, configuration in
      guard case .text(let word) = value, let chosen = Value(rawValue: word) else { return false }
      configuration.wanted[keyPath: path] = chosen
      return true
    } write: {
      ConfigurationText.written($0.wanted[keyPath: path]?.rawValue ?? "")
    }
  }
}

extension ConfigurationText.Value {
  /// A whole number; nil for anything else.
  fileprivate var integer: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }
}
