public import TensorFiles

/// A dump that is refused: which file and why.
public struct DumpError: Error, Sendable, Equatable {
  /// The file or folder.
  public var path: String
  /// What is wrong.
  public var problem: Problem

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - path: The file or folder.
  ///   - problem: What is wrong.
  public init(path: String, problem: Problem) {
    self.path = path
    self.problem = problem
  }

  /// The reasons to refuse a dump; `array` is always the name an array is stored under.
  public enum Problem: Error, Sendable, Equatable {
    /// The file itself is refused.
    case file(TensorFileError)
    /// No array says what the tokens are.
    case noTokens(found: [String])
    /// One array is there under two names.
    case sameArrayTwice(array: DumpArrayName, names: [String])
    /// The elements are no floating-point numbers.
    case notFloatingPoint(array: String, type: String)
    /// The elements are 2-byte integers, which may be bfloat16, but nobody said so.
    case bfloat16NotAsked(array: String, type: String)
    /// The elements of the grid are no integers.
    case notIntegers(array: String, type: String)
    /// The number of axes is wrong.
    case wrongAxes(array: String, shape: [Int], expected: String)
    /// An axis has no length.
    case emptyArray(array: String, shape: [Int])
    /// The attention of several layers, not of one.
    case stackedLayers(array: String, shape: [Int])
    /// Attention among patches, or class attention of as many heads.
    case ambiguousSquare(array: String, shape: [Int], tokens: Int)
    /// An array has another number of tokens than the dump.
    case wrongCount(array: String, count: Int, tokens: Int)
    /// The grid is not two or three numbers of 1 or more.
    case malformedGrid(array: String, values: [Double])
    /// The grid and an array disagree about the number of tokens.
    case gridMismatch(grid: [Int], array: String, count: Int)
    /// Without a grid the number of tokens must be a square.
    case noGrid(array: String, count: Int)
    /// More tokens than any image has.
    case tooManyTokens(count: Int, limit: Int)
    /// Values are infinite or not a number.
    case nonFinite(array: String, values: NonFiniteValues)
    /// Attention is negative.
    case negative(array: String, head: Int, token: Int, value: Double)
    /// Attention is zero everywhere.
    case allZero(array: String)
    /// A share of padding is not in 0...1.
    case paddingOutOfRange(array: String, token: Int, value: Double)
    /// Two arrays of one space have different widths.
    case widthMismatch(array: String, width: Int, other: String, otherWidth: Int)
    /// The text about the dump is not what it must be.
    case malformedMetadata(reason: String)
  }
}

extension DumpError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    if case .file(let error) = problem { return error.description }
    return "\(printable(path)): \(problem)"
  }
}

extension DumpError.Problem: CustomStringConvertible {
  /// What is wrong with numbers, then what would be right, without the path.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .noTokens(let found):
      "holds no 'features', 'projected' or 'attention'"
        + (found.isEmpty ? "; it holds no arrays at all" : ", only \(quoted(found))")
    case .sameArrayTwice(let array, let names):
      "\(quoted(names)) are both '\(array.rawValue)'; leave one of them out"
    case .malformedMetadata(let reason): "its metadata is malformed: \(reason)"
    case .notFloatingPoint, .bfloat16NotAsked, .notIntegers: typeDescription
    case .malformedGrid, .gridMismatch, .noGrid, .tooManyTokens: gridDescription
    case .wrongAxes, .emptyArray, .stackedLayers, .ambiguousSquare, .wrongCount, .widthMismatch:
      shapeDescription
    case .nonFinite, .negative, .allZero, .paddingOutOfRange: valueDescription
    }
  }

  private var typeDescription: String {
    switch self {
    case .notFloatingPoint(let array, let type):
      "\(quoted(array)) has elements of type '\(printable(type))'; "
        + "use float16, float32 or float64, or bfloat16 in safetensors"
    case .bfloat16NotAsked(let array, let type):
      "\(quoted(array)) has elements of type '\(printable(type))'; "
        + "if they are bfloat16 numbers, '--bf16' reads them"
    case .notIntegers(let array, let type):
      "\(quoted(array)) has elements of type '\(printable(type))'; use integers such as int64"
    default: preconditionFailure("not a problem of types")
    }
  }

  private var gridDescription: String {
    switch self {
    case .malformedGrid(let array, let values):
      "\(quoted(array)) holds \(listed(values)); "
        + "it must be rows and columns, or tiles, rows and columns, each 1 or more"
    case .gridMismatch(let grid, let array, let count):
      "a grid of \(product(grid)) has \(grid.reduce(1, *)) tokens, "
        + "but \(quoted(array)) has \(count)"
    case .noGrid(let array, let count):
      "\(quoted(array)) has \(count) tokens, which fill no square; "
        + "add an array 'grid' with rows and columns" + hint(of: count)
    case .tooManyTokens(let count, let limit):
      "has \(count) tokens; at most \(limit) are read"
    default: preconditionFailure("not a problem of the grid")
    }
  }

  private var shapeDescription: String {
    switch self {
    case .wrongAxes(let array, let shape, let expected):
      "\(quoted(array)) has shape \(product(shape)); it must be \(expected), "
        + "of one image and one layer"
    case .emptyArray(let array, let shape):
      "\(quoted(array)) has shape \(product(shape)), which holds nothing; leave it out"
    case .stackedLayers(let array, let shape):
      "\(quoted(array)) has shape \(product(shape)), which looks like several layers; "
        + "pass layer −2 alone, as h×n or h×(n+1)×(n+1)"
    case .ambiguousSquare(let array, let shape, let tokens):
      "\(quoted(array)) has shape \(product(shape)), a square of the \(tokens) tokens; pass the "
        + "class attention as n or h×(n+1), or read what each patch receives with "
        + "'--received-attention'"
    case .wrongCount(let array, let count, let tokens):
      "\(quoted(array)) has \(count) tokens, but the dump has \(tokens)"
    case .widthMismatch(let array, let width, let other, let otherWidth):
      "\(quoted(array)) is \(width) wide, but \(quoted(other)) is \(otherWidth); "
        + "both must lie in one space"
    default: preconditionFailure("not a problem of shapes")
    }
  }

  private var valueDescription: String {
    switch self {
    case .nonFinite(let array, let values):
      values.count == 1
        ? "\(quoted(array)) has 1 value that is not finite (\(values.kind)), at \(values.first)"
        : "\(quoted(array)) has \(values.count) values that are not finite, "
          + "the first (\(values.kind)) at \(values.first)"
    case .negative(let array, let head, let token, let value):
      "\(quoted(array)) is \(value) at head \(head), token \(token); "
        + "attention must be 0 or more, as it is after the softmax"
    case .allZero(let array):
      "\(quoted(array)) is zero for every patch; pass the attention after the softmax"
    case .paddingOutOfRange(let array, let token, let value):
      "\(quoted(array)) is \(value) at token \(token); it must be in 0...1"
    default: preconditionFailure("not a problem of values")
    }
  }

  /// What to do when all but one of the tokens fill a square.
  private func hint(of count: Int) -> String {
    guard let side = squareRoot(count - 1) else { return "" }
    return " (\(side) and \(side) if the first one is the class token)"
  }
}

/// A name out of a file, in quotes and without control characters.
func quoted(_ name: String) -> String { "'\(printable(name, limit: 60))'" }

/// Some names out of a file; of many only the first few.
func quoted(_ names: [String]) -> String {
  let shown = names.prefix(6).map(quoted(_:)).joined(separator: ", ")
  return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
}

/// Numbers of a grid, as integers where they are.
private func listed(_ values: [Double]) -> String {
  let texts = values.prefix(6).map { Int(exactly: $0).map(String.init) ?? "\($0)" }
  return values.isEmpty
    ? "nothing" : texts.joined(separator: ", ") + (values.count > 6 ? ", …" : "")
}

/// The side of a square of tokens; nil when they fill none.
func squareRoot(_ count: Int) -> Int? {
  guard count > 0 else { return nil }
  let side = Int(Double(count).squareRoot())
  return side * side == count ? side : nil
}
