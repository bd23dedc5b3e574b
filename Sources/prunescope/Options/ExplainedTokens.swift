import ArgumentParser
import TokenFields

/// The tokens that `--explain` names: `17,395`, or `all` of them.
enum ExplainedTokens: Equatable {
  /// Every token of a sample.
  case all
  /// Some tokens in the order in which they were named, each once.
  case listed([Int])

  /// Reads what the command line says.
  ///
  /// - Parameter text: Whole numbers from 0 on, separated by commas, or `all`.
  /// - Throws: `ValidationError` naming the first part that is neither.
  init(_ text: String) throws {
    guard text != "all" else {
      self = .all
      return
    }
    var tokens: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let token = Int(part), token >= 0, part.allSatisfy(\.isNumber) else {
        throw ValidationError(
          "'\(part)' is no token to explain; write indices from 0, as in 17,395, or 'all'")
      }
      if !tokens.contains(token) { tokens.append(token) }
    }
    self = .listed(tokens)
  }

  /// The tokens of a sample that are meant.
  ///
  /// - Parameters:
  ///   - count: The number of tokens of the sample.
  ///   - source: The sample, for the refusal.
  /// - Returns: Tokens in 0..<count.
  /// - Throws: ``TokenRefusal`` for the first that the sample does not have.
  func tokens(of count: Int, in source: String) throws(TokenRefusal) -> [Int] {
    switch self {
    case .all: return Array(0..<count)
    case .listed(let tokens):
      if let outside = tokens.first(where: { $0 >= count }) {
        throw TokenRefusal(source: source, token: outside, count: count)
      }
      return tokens
    }
  }
}

/// A token that a sample does not have.
struct TokenRefusal: Error, CustomStringConvertible {
  let source: String
  let token: Int
  let count: Int

  var description: String {
    "\(source): cannot explain token \(token) of \(count); tokens are in 0...\(count - 1)"
  }
}
