public import Analysis
public import ArgumentParser

/// The language model and the prompt that costs are told for.
struct PrefillOptions: ParsableArguments {
  @Option(help: "The language model whose prefill is costed.")
  var model = LanguageModel.usual

  @Option(help: "Text tokens of the prompt, beside the visual ones.")
  var textTokens = PrefillCost.usualText

  /// The most text tokens; the longest contexts hold about ten million.
  static let limit = 100_000_000

  func validate() throws { try Self.check(textTokens) }

  /// Refuses a number of text tokens that no prompt has.
  static func check(_ textTokens: Int) throws {
    guard (0...limit).contains(textTokens) else {
      throw ValidationError(
        "\(textTokens) text tokens are no prompt; --text-tokens is a whole number in "
          + "0...\(limit)")
    }
  }
}

extension LanguageModel: ExpressibleByArgument {
  /// Reads a model's name; nil when there is none of that name.
  public init?(argument: String) {
    guard let model = LanguageModel.named(argument) else { return nil }
    self = model
  }

  /// The model's name.
  public var defaultValueDescription: String { name }

  /// All names.
  public static var allValueStrings: [String] { all.map(\.name) }
}
