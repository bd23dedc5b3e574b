internal import ImageFiles
internal import LocalFiles
internal import Scenes

/// Samples in the order in which they are stepped through, with what was refused on the way.
public struct SampleSet: Sendable, Equatable {
  /// The samples.
  public private(set) var references: [SampleReference] = []
  /// Paths that were named but are no samples, with the reason.
  public private(set) var refusals: [SampleError] = []

  /// The largest list file that is read: a million paths of a hundred bytes.
  static let listLimit = 100 << 20

  /// The scenes that the program draws itself.
  public static var builtIn: SampleSet {
    var set = SampleSet()
    set.references = SceneCatalog.all.map { SampleReference(name: $0.name, scene: $0.name) }
    return set
  }

  private init() {}

  /// Finds the samples that paths name.
  ///
  /// A folder stands for its samples, sorted by name; files of the same stem are one sample, a dump
  /// and its image. A `.txt` file, or `@FILE`, is a list of paths, one a line, relative to the list's
  /// own folder; empty lines and those that begin with `#` are passed over. Nothing is opened but
  /// folders, lists and, in folders, the headers of dumps.
  ///
  /// - Parameters:
  ///   - paths: What the user named, in that order.
  ///   - recursive: Whether folders below folders are looked into.
  public init(paths: [String], recursive: Bool = false) {
    for path in paths { add(path, recursive: recursive, inList: false) }
  }

  private mutating func add(_ path: String, recursive: Bool, inList: Bool) {
    if path.hasPrefix("@"), path.count > 1 {
      addList(String(path.dropFirst()), recursive: recursive, inList: inList)
      return
    }
    switch LocalFile.kind(of: path) {
    case nil: refusals.append(.file(.notFound(path: path)))
    case .other: refusals.append(.file(.wrongKind(path: path, expected: "a file or a folder")))
    case .folder:
      if DumpReader.recognises(path) {
        addFile(path)
      } else {
        addFolder(path, recursive: recursive)
      }
    case .file:
      if path.lowercased().hasSuffix(".txt") {
        addList(path, recursive: recursive, inList: inList)
      } else {
        addFile(path)
      }
    }
  }

  // MARK: Files

  private mutating func addFile(_ path: String) {
    let stem = Self.stem(of: path)
    if ImageFile.recognises(path) {
      let dump = Self.dumpEndings.map { stem + $0 }.first { LocalFile.kind(of: $0) == .file }
      append(SampleReference(name: Self.name(of: stem), imagePath: path, dumpPath: dump))
    } else if DumpReader.recognises(path) {
      append(
        SampleReference(
          name: Self.name(of: stem), imagePath: Self.image(besideStem: stem), dumpPath: path))
    } else {
      refusals.append(.notASample(path: path))
    }
  }

  /// Adds a sample unless the same one is there: an image and its dump may both have been named.
  private mutating func append(_ reference: SampleReference) {
    if !references.contains(reference) { references.append(reference) }
  }

  private static let dumpEndings = [".npz", ".safetensors"]

  private static func image(besideStem stem: String) -> String? {
    ImageFile.extensions.flatMap { [stem + "." + $0, stem + "." + $0.uppercased()] }
      .first { LocalFile.kind(of: $0) == .file }
  }

  /// The path without its ending.
  private static func stem(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path = path.dropLast() }
    guard let dot = path.lastIndex(of: "."), dot > (path.lastIndex(of: "/") ?? path.startIndex)
    else { return String(path) }
    return String(path[..<dot])
  }

  private static func name(of stem: String) -> String {
    stem.split(separator: "/").last.map(String.init) ?? stem
  }

  // MARK: Folders

  private mutating func addFolder(_ path: String, recursive: Bool) {
    let before = references.count
    scan(path, recursive: recursive)
    if references.count == before { refusals.append(.emptyFolder(path: path)) }
  }

  private mutating func scan(_ folder: String, recursive: Bool) {
    let names: [String]
    do throws(FileError) {
      names = try LocalFile.names(in: folder).names
    } catch {
      refusals.append(.file(error))
      return
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var images: [String: [String]] = [:]
    var dumps: [String: [String]] = [:]
    var below: [String] = []
    for name in names where !name.hasPrefix(".") {
      let path = base + name
      if LocalFile.kind(of: path) == .folder, !DumpReader.recognises(path) {
        below.append(path)
      } else if ImageFile.recognises(path) {
        images[Self.stem(of: path), default: []].append(path)
      } else if DumpReader.recognises(path), Self.mayHoldTokens(path) {
        dumps[Self.stem(of: path), default: []].append(path)
      }
    }
    for stem in Set(images.keys).union(dumps.keys).sorted() {
      addStem(stem, images: images[stem] ?? [], dumps: dumps[stem] ?? [])
    }
    if recursive { for path in below { scan(path, recursive: true) } }
  }

  /// Whether a dump holds tokens; a damaged one counts, so that it is refused by name when it is
  /// looked at instead of missing without a word.
  private static func mayHoldTokens(_ path: String) -> Bool {
    (try? DumpReader.isFieldDump(path)) ?? true
  }

  /// Adds files of one stem: every dump with the first image, or every image where there is no dump.
  ///
  /// More than one of a kind are told apart by their whole file name.
  private mutating func addStem(_ stem: String, images: [String], dumps: [String]) {
    func name(_ path: String, amongst paths: [String]) -> String {
      paths.count == 1 ? Self.name(of: stem) : Self.name(of: path)
    }
    for dump in dumps {
      append(
        SampleReference(
          name: name(dump, amongst: dumps), imagePath: images.first, dumpPath: dump))
    }
    for image in images.dropFirst(dumps.isEmpty ? 0 : 1) {
      append(SampleReference(name: name(image, amongst: images), imagePath: image))
    }
  }

  // MARK: Lists

  private mutating func addList(_ path: String, recursive: Bool, inList: Bool) {
    guard !inList else {
      refusals.append(.badList(path: path, line: nil, reason: "a list inside a list is not read"))
      return
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: Self.listLimit)
    } catch {
      refusals.append(.file(error))
      return
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      refusals.append(.badList(path: path, line: nil, reason: "not UTF-8 text"))
      return
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    for line in text.split(whereSeparator: \.isNewline) {
      let entry = line.drop { $0 == " " || $0 == "\t" }
      guard !entry.isEmpty, !entry.hasPrefix("#") else { continue }
      add(
        entry.hasPrefix("/") ? String(entry) : folder + entry, recursive: recursive, inList: true)
    }
  }
}
