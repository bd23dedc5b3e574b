/// Images by everything that files call them: their number, their file, its stem.
///
/// COCO's `COCO_val2014_000000391895.jpg`, `391895` and `000000391895` are one image. A name is looked
/// up as it is written, then as a file without its folder, then without its extension, then by the
/// digits at its end. A name that two images have, such as the stem of `a/1.jpg` and `b/1.jpg`, stands
/// for neither of them.
public struct ImageNames: Sendable {
  /// The image of each name; nil where several have it.
  private var images: [String: Int?] = [:]
  /// The identifiers, in the order they were first met.
  public private(set) var identifiers: [String] = []
  /// The files, where they are known.
  private var files: [Int: String] = [:]
  /// The image of each number at the end of a file's name; nil where several have it.
  private var numbers: [String: Int?] = [:]

  /// Creates names of no image.
  public init() {}

  /// The place of an identifier, which is given one if it has none.
  ///
  /// - Parameter identifier: As a number or a text of any file; blanks around it do not count.
  /// - Returns: The place in ``identifiers``.
  public mutating func place(of identifier: String) -> Int {
    let key = Self.key(identifier)
    if case .some(.some(let place)) = images[key], identifiers[place] == key { return place }
    let place = identifiers.count
    identifiers.append(key)
    images[key] = place
    return place
  }

  /// The place of an image by any of its names, which is given one if it has none.
  ///
  /// Another name of an image that is known is one more of this image; two numbers, and two files of
  /// which neither's path is the end of the other's, are two images.
  ///
  /// - Parameters:
  ///   - name: Its number, file or stem.
  ///   - file: Its file, if that is known too.
  /// - Returns: The place in ``identifiers``.
  public mutating func known(_ name: String, file: String? = nil) -> Int {
    let key = Self.key(name)
    let place = standing(for: name, file: file) ?? place(of: name)
    if Self.isNumber(key), !Self.isNumber(identifiers[place]) {
      identifiers[place] = key
      images[key] = place
    }
    guard let file = file ?? (Self.isNumber(key) ? nil : name) else { return place }
    let folders = files[place].map { $0.split(separator: "/").count } ?? 0
    if file.split(separator: "/").count > folders { setFile(file, at: place) }
    return place
  }

  /// The image that a name or a file stands for without doubt.
  private func standing(for name: String, file: String?) -> Int? {
    if let place = image(named: name), fits(name, place) { return place }
    guard let file, let place = image(named: file), !Self.isNumber(identifiers[place]) else {
      return nil
    }
    return Self.isSameFile(identifiers[place], file) && fits(file, place) ? place : nil
  }

  private func fits(_ name: String, _ place: Int) -> Bool {
    let key = Self.key(name)
    if identifiers[place] == key { return true }
    if Self.isNumber(key), Self.isNumber(identifiers[place]) { return false }
    return Self.isSameFile(files[place] ?? identifiers[place], name)
  }

  /// Says which file an image is.
  ///
  /// - Parameters:
  ///   - file: Its name or path.
  ///   - identifier: Its identifier.
  public mutating func setFile(_ file: String, of identifier: String) {
    setFile(file, at: place(of: identifier))
  }

  private mutating func setFile(_ file: String, at place: Int) {
    files[place] = file
    if let number = Self.digits(of: Self.stem(of: file)) {
      if case .some(let other) = numbers[number], other != place {
        numbers[number] = .some(nil)
      } else {
        numbers[number] = place
      }
    }
    for name in Set([file, Self.name(of: file), Self.stem(of: file)]) {
      let key = Self.key(name)
      switch images[key] {
      case nil: images[key] = place
      // What another image is called by its identifier stays its own.
      case .some(.some(let other)) where other != place && identifiers[other] != key:
        images[key] = .some(nil)
      default: break
      }
    }
  }

  /// The image that a name stands for; nil for none, and for several.
  ///
  /// - Parameter name: A number, a file or a stem.
  /// - Returns: The place in ``identifiers``.
  public func image(named name: String) -> Int? {
    let stem = Self.stem(of: name)
    for candidate in [name, Self.name(of: name), stem] {
      if case .some(let place) = images[Self.key(candidate)] { return place }
    }
    let number = Self.key(stem)
    if Self.isNumber(number), case .some(.some(let place)) = numbers[number] {
      // The number in a file's name names no image that has a number of its own.
      return Self.isNumber(identifiers[place]) ? nil : place
    }
    guard let digits = Self.digits(of: stem), case .some(.some(let place)) = images[digits] else {
      return nil
    }
    // An image whose file has other digits, or none, is another one by chance.
    guard let file = files[place] else { return place }
    return Self.digits(of: Self.stem(of: file)) == digits ? place : nil
  }

  /// The stem of an image's file, else its identifier.
  ///
  /// - Parameter place: The place in ``identifiers``.
  /// - Returns: A name as samples have it.
  public func sampleName(of place: Int) -> String {
    Self.stem(of: files[place] ?? identifiers[place])
  }

  /// Whole numbers without leading zeros and fractions; other names as they are.
  private static func key(_ name: String) -> String {
    let name = name.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    if !name.isEmpty, name.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
      let digits = name.drop { $0 == "0" }
      return digits.isEmpty ? "0" : String(digits)
    }
    // Tables of floating-point numbers, such as pandas writes, have 391895.0.
    if let value = Double(name), value >= 0, value < 1e15, value == value.rounded(),
      name.utf8.first.map({ (0x30...0x39).contains($0) }) == true
    {
      return "\(Int(value))"
    }
    return name
  }

  /// Whether a key is that of a number.
  private static func isNumber(_ key: String) -> Bool {
    !key.isEmpty && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether two names may be those of one file, by as much of folder and extension as both have.
  private static func isSameFile(_ name: String, _ other: String) -> Bool {
    let stems = (stem(of: name), stem(of: other))
    let keys = (key(stems.0), key(stems.1))
    guard keys.0 == keys.1 else {
      return isNumber(keys.0) && digits(of: stems.1) == keys.0
        || isNumber(keys.1) && digits(of: stems.0) == keys.1
    }
    let endings = (
      Self.name(of: name).dropFirst(stems.0.count), Self.name(of: other).dropFirst(stems.1.count)
    )
    guard endings.0 == endings.1 || endings.0.isEmpty || endings.1.isEmpty else { return false }
    let folders = (name.split(separator: "/").dropLast(), other.split(separator: "/").dropLast())
    return zip(folders.0.reversed(), folders.1.reversed()).allSatisfy { $0 == $1 }
  }

  private static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  /// The name of a file without its extension; what follows the last point of a number is none.
  private static func stem(of path: String) -> String {
    let name = name(of: path)
    guard let point = name.lastIndex(of: "."), point > name.startIndex else { return name }
    let ending = name[name.index(after: point)...]
    guard ending.count <= 5, ending.contains(where: \.isLetter) else { return name }
    return String(name[..<point])
  }

  /// The number at the end of a stem; nil for fewer than three digits.
  private static func digits(of stem: String) -> String? {
    let digits = stem.reversed().prefix { $0.isASCII && $0.isNumber }
    return digits.count >= 3 ? key(String(digits.reversed())) : nil
  }
}
