/// Finds samples by what other people's tables call them.
///
/// A sample is meant by its name, by a path of it, by the name without folders and extension, and, where
/// a table has numbers, by the number at the end of its name, as COCO's `COCO_val2014_000000000139` is
/// meant by 139. What two samples share means neither.
public struct SampleNames: Sendable {
  /// How many samples there are.
  public let count: Int
  private var places: [String: Int] = [:]
  private var stems: [String: Int] = [:]
  private var numbers: [Int: Int] = [:]
  /// The place of what means no single sample.
  private static let shared = -1

  /// Takes the names of samples.
  ///
  /// - Parameter samples: The name of each, and its paths.
  public init(_ samples: some Collection<(name: String, paths: [String])>) {
    count = samples.count
    for (index, sample) in samples.enumerated() {
      for name in Set([sample.name] + sample.paths) { Self.add(name, index, to: &places) }
      for stem in Set([sample.name] + sample.paths.map(Self.stem)) {
        Self.add(stem, index, to: &stems)
      }
      if let number = Self.number(atEndOf: sample.name) {
        Self.add(number, index, to: &numbers)
      }
    }
  }

  private static func add<Key: Hashable>(_ key: Key, _ index: Int, to places: inout [Key: Int]) {
    if let known = places[key], known != index {
      places[key] = shared
    } else {
      places[key] = index
    }
  }

  /// The sample that a table means; nil for none, or several.
  ///
  /// - Parameters:
  ///   - key: A name, a path or a number as the table has it.
  ///   - source: The path of the sample, if the table tells it: it decides where several samples share
  ///     the name.
  /// - Returns: An index in 0..<count.
  public func index(of key: String, source: String? = nil) -> Int? {
    guard let place = place(of: key) else { return nil }
    guard place == Self.shared else { return place }
    return source.flatMap(self.place).flatMap { $0 == Self.shared ? nil : $0 }
  }

  /// Whether several samples share a name, so that it means none of them.
  func isShared(_ key: String) -> Bool { place(of: key) == Self.shared }

  /// The place of what a key means; ``shared`` where several samples are meant, nil for none.
  private func place(of key: String) -> Int? {
    if let place = places[key] ?? stems[Self.stem(of: key)] { return place }
    guard !key.isEmpty, key.utf8.allSatisfy(Self.isDigit), let number = Int(key) else { return nil }
    return numbers[number]
  }

  /// What is left of a path without its folders and its extension.
  static func stem(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
    let end = name[point...].dropFirst()
    let isExtension =
      (1...11).contains(end.utf8.count) && end.first?.isLetter == true
      && end.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return isExtension ? String(name[..<point]) : name
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// The number that the digits at the end of a name are.
  private static func number(atEndOf name: String) -> Int? {
    let digits = name.utf8.reversed().prefix(while: isDigit).reversed()
    return Int(String(decoding: Array(digits), as: UTF8.self))
  }
}
