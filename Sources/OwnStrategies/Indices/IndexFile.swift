internal import LocalFiles
internal import TensorFiles
internal import TextData

/// A file that lists tokens: one list for whatever budget, or a list for each of several budgets.
///
/// | ending | content |
/// |---|---|
/// | `.npy` | an array of whole numbers with one axis |
/// | `.json` | an array of whole numbers, or an object of such arrays, named after their budgets |
/// | `.txt` | whole numbers separated by white space or commas |
package struct IndexFile: Sendable, Equatable {
  /// What it lists.
  package enum Content: Sendable, Equatable {
    /// One list, which decides its own count.
    case list([Int])
    /// Lists by their budgets.
    case budgets([Int: [Int]])
  }

  /// Where it lies.
  package let path: String
  /// What it lists: whole numbers that ``check(of:)`` has yet to find to be tokens.
  package let content: Content

  /// The largest file that is read: a million indices of 8 bytes.
  package static let limit = 8 << 20

  /// The endings of such files.
  package static let endings = [".npy", ".json", ".txt"]

  /// Finds the file for a sample: the path itself, or what is named after the sample in a folder.
  ///
  /// - Parameters:
  ///   - path: A file or a folder.
  ///   - sample: The sample's name, without an ending.
  /// - Returns: The path of a file.
  /// - Throws: ``OwnStrategyError`` when the folder has no such file or more than one.
  package static func path(
    _ path: String, for sample: String?
  ) throws(OwnStrategyError) -> String {
    guard LocalFile.kind(of: path) == .folder else { return path }
    guard let sample, !sample.contains("/") else {
      throw OwnStrategyError(path, .namelessSample)
    }
    let folder = path.hasSuffix("/") ? path : path + "/"
    let names = endings.map { sample + $0 }.filter { LocalFile.kind(of: folder + $0) != nil }
    guard let name = names.first else { throw OwnStrategyError(path, .noFile(sample: sample)) }
    guard names.count == 1 else { throw OwnStrategyError(path, .severalFiles(names)) }
    return folder + name
  }

  /// Reads a file.
  ///
  /// - Parameter path: The file; its ending says how it is read.
  /// - Throws: ``OwnStrategyError`` when it is missing, too large or not what its ending says.
  package init(_ path: String) throws(OwnStrategyError) {
    self.path = path
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: Self.limit)
    } catch {
      throw OwnStrategyError(path, .unreadable(error))
    }
    let lowercased = path.lowercased()
    do throws(OwnStrategyError.Problem) {
      if lowercased.hasSuffix(".npy") {
        content = .list(try Self.numbers(inArray: bytes, path: path))
      } else if lowercased.hasSuffix(".json") {
        content = try Self.content(ofJSON: bytes, path: path)
      } else if lowercased.hasSuffix(".txt") {
        content = .list(try IndexList.numbers(in: bytes))
      } else {
        throw .unknownEnding
      }
    } catch {
      throw OwnStrategyError(path, error)
    }
  }

  /// Holds every list against a field.
  ///
  /// - Parameter count: The number of tokens, n.
  /// - Throws: ``OwnStrategyError`` naming the first index that is wrong.
  package func check(of count: Int) throws(OwnStrategyError) {
    let lists: [(name: String, numbers: [Int])] =
      switch content {
      case .list(let numbers): [(path, numbers)]
      case .budgets(let lists):
        lists.sorted { $0.key < $1.key }.map { ("\(path): '\($0.key)'", $0.value) }
      }
    for (name, numbers) in lists {
      do throws(OwnStrategyError.Problem) {
        try IndexList.check(numbers, of: count)
      } catch {
        throw OwnStrategyError(name, error)
      }
    }
  }

  // MARK: Formats

  private static func numbers(
    inArray bytes: [UInt8], path: String
  ) throws(OwnStrategyError.Problem) -> [Int] {
    let tensor = try tensor(in: bytes, path: path)
    var numbers: [Int] = []
    numbers.reserveCapacity(tensor.count)
    // Doubles are exact up to 2⁵³; what is larger is no token and need not be told to the last digit.
    for value in tensor.values() {
      guard let number = Int(exactly: value) else {
        throw .notANumber(position: numbers.count + 1, text: "\(value)")
      }
      numbers.append(number)
    }
    return numbers
  }

  private static func tensor(
    in bytes: [UInt8], path: String
  ) throws(OwnStrategyError.Problem) -> Tensor {
    let file: TensorFile
    do throws(TensorFileError) {
      file = try TensorFile.open(bytes, as: path)
    } catch {
      throw .damaged(error)
    }
    guard file.format == .npy, let entry = file.entries.first else {
      throw .otherFormat(file.format.rawValue)
    }
    guard entry.shape.count == 1 else { throw .notOneAxis(shape: entry.shape) }
    guard entry.elementType?.isInteger == true else { throw .notIntegers(type: entry.typeName) }
    do throws(TensorFileError) {
      return try file.read(entry.name)
    } catch {
      throw .damaged(error)
    }
  }

  private static func content(
    ofJSON bytes: [UInt8], path: String
  ) throws(OwnStrategyError.Problem) -> Content {
    let value: StrictJSON
    do throws(JSONProblem) {
      value = try StrictJSON.parse(bytes[...])
    } catch {
      throw .malformedJSON(reason: error.reason, offset: error.offset)
    }
    guard case .object(let members) = value else { return .list(try numbers(of: value)) }
    var budgets: [Int: [Int]] = [:]
    for member in members {
      // Only as it would be written: "064" and "64" must not be two budgets, or one of two.
      guard let budget = Int(member.name), budget > 0, String(budget) == member.name else {
        throw .noBudget(name: member.name)
      }
      budgets[budget] = try numbers(of: member.value)
    }
    guard !budgets.isEmpty else { throw .empty }
    return .budgets(budgets)
  }

  private static func numbers(
    of value: StrictJSON
  ) throws(OwnStrategyError.Problem) -> [Int] {
    guard case .array(let values) = value else { throw .notAnArray }
    var numbers: [Int] = []
    numbers.reserveCapacity(values.count)
    for value in values {
      guard case .number(let text) = value, let number = Int(text) else {
        throw .notANumber(position: numbers.count + 1, text: spelling(of: value))
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A value as a message shows it.
  private static func spelling(of value: StrictJSON) -> String {
    switch value {
    case .object: "{…}"
    case .array: "[…]"
    case .string(let text): "\"\(text)\""
    case .number(let text): text
    case .bool(let value): "\(value)"
    case .null: "null"
    }
  }
}
