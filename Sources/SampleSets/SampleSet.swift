internal import ImageFiles
internal import LocalFiles
internal import Scenes

/// Samples in the order in which they are stepped through, with what was refused on the way.
public struct SampleSet: Sendable, Equatable {
  /// The samples.
  public private(set) var references: [SampleReference] = []
  /// Paths that were named but are no samples, with the reason.
  public private(set) var refusals: [SampleError] = []

  /// What ``references`` holds, to ask quickly.
  private var known: Set<SampleReference> = []

  /// The largest list file that is read: a million paths of a hundred bytes.
  static let listLimit = 100 << 20

  /// The scenes that the program draws itself.
  public static var builtIn: SampleSet {
    var set = SampleSet()
    for scene in SceneCatalog.all {
      set.append(SampleReference(name: scene.name, scene: scene.name))
    }
    return set
  }

  private init() {}

  /// Finds the samples that paths name.
  ///
  /// A folder stands for its samples, sorted by name; files of the same stem are one sample, a dump
  /// and its image. A `.txt` file, or `@FILE`, is a list of paths, one a line, relative to the list's
  /// own folder; empty lines, those that begin with `#`, and blanks around a path are passed over.
  /// Nothing is opened but folders, lists and the headers of dumps.
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
      append(
        SampleReference(
          name: Self.name(of: stem), imagePath: path, dumpPath: Self.dump(besideStem: stem)))
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
    if known.insert(reference).inserted { references.append(reference) }
  }

  /// The dump beside an image: a file, else a folder of arrays.
  private static func dump(besideStem stem: String) -> String? {
    [".npz", ".safetensors", ""].map { stem + $0 }
      .first { DumpReader.recognises($0) && mayHoldTokens($0) }
  }

  private static func image(besideStem stem: String) -> String? {
    ImageFile.extensions.flatMap { [stem + "." + $0, stem + "." + $0.uppercased()] }
      .first { LocalFile.kind(of: $0) == .file }
  }

  /// The path without its ending; a folder's name has none.
  private static func stem(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path = path.dropLast() }
    guard LocalFile.kind(of: String(path)) != .folder, let dot = path.lastIndex(of: "."),
      dot > (path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)
    else { return String(path) }
    return String(path[..<dot])
  }

  private static func name(of stem: String) -> String {
    stem.split(separator: "/").last.map(String.init) ?? stem
  }

  // MARK: Folders

  private mutating func addFolder(_ path: String, recursive: Bool) {
    let before = (references.count, refusals.count)
    var seen: Set<FileIdentity> = []
    scan(path, recursive: recursive, seen: &seen)
    if (references.count, refusals.count) == before { refusals.append(.emptyFolder(path: path)) }
  }

  /// Adds what lies in a folder; links may lead back to one that was seen already.
  private mutating func scan(_ folder: String, recursive: Bool, seen: inout Set<FileIdentity>) {
    guard let identity = LocalFile.identity(of: folder), seen.insert(identity).inserted else {
      return
    }
    let names: (names: [String], notUTF8: [String])
    do throws(FileError) {
      names = try LocalFile.names(in: folder)
    } catch {
      refusals.append(.file(error))
      return
    }
    let base = folder.hasSuffix("/") ? folder : folder + "/"
    var images: [String: [String]] = [:]
    var dumps: [String: [String]] = [:]
    var below: [String] = []
    for name in names.notUTF8 where Self.hasKnownEnding(name) {
      refusals.append(.nameNotUTF8(path: base + name))
    }
    for name in names.names where !name.hasPrefix(".") {
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
    if recursive { for path in below { scan(path, recursive: true, seen: &seen) } }
  }

  /// Whether a name is one that a sample would have.
  private static func hasKnownEnding(_ name: String) -> Bool {
    let name = name.lowercased()
    return ImageFile.recognises(name) || name.hasSuffix(".npz") || name.hasSuffix(".safetensors")
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
      refusals.append(.badList(path: path, reason: "a list inside a list is not read"))
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
      refusals.append(.badList(path: path, reason: "not UTF-8 text"))
      return
    }
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let entries = text.drop { $0 == "\u{FEFF}" }.split(whereSeparator: \.isNewline)
      .map { $0.trimmed }.filter { !$0.isEmpty && !$0.hasPrefix("#") }
    if entries.isEmpty {
      refusals.append(.badList(path: path, reason: "a list without a path; write one on each line"))
    }
    for entry in entries {
      add(entry.hasPrefix("/") ? entry : folder + entry, recursive: recursive, inList: true)
    }
  }
}

extension Substring {
  /// The text without blanks at its ends.
  fileprivate var trimmed: String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
  }
}
