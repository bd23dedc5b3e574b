import Analysis
import ArgumentParser
import Explorer
import FoundationEssentials
import Imaging
import LocalFiles
import SampleSets

/// What a session leaves behind at its end, for `--restore`: everything that was chosen, by name.
struct SavedSession: Decodable, Equatable {
  /// The form of the file; others are refused.
  let version: Int
  /// The paths of the samples, absolute.
  let paths: [String]
  /// How they are read, as words of a command line.
  let options: [String]
  /// The strategies of the list.
  let strategies: [String]
  /// The tables that were joined, absolute; nil in files of older releases.
  var tables: [String]?
  let textTokens: Int
  let export: Export
  let choices: Chosen
  /// Lines that were typed, by what they were typed for.
  let prompts: [String: [String]]

  /// What exports write.
  struct Export: Decodable, Equatable {
    let folder: String
    let kinds: [String]?
    let kindsOfAll: [String]
    let ofAll: Bool
  }

  /// The choices.
  struct Chosen: Decodable, Equatable {
    let sample, current, previous: String?
    let budget, model: String
    let compared, leftOut: [String]
    let patch, head: Int?
    let order, filter: String
    let isReversed: Bool
    /// The columns that were chosen; nil in files of older releases.
    var sortColumn, axes, colorColumn: String?
    let marks: [StoredMark]
    let view, layer, scale, colorMap, pruned: String
    let opacity, zoom: Int
    let heat: Bool?
    let image, mask, sinks, pixels, tileAlone: Bool
    let pins: [Int]
    let measure: String
  }

  /// A mark.
  struct StoredMark: Decodable, Equatable {
    let letter: String
    let sample: String
    let patch: Int
  }

  /// The form that this program writes.
  static let version = 1
  /// The largest file that is read: a session of ten thousand paths has about a megabyte.
  static let limit = 64 << 20

  /// Reads a session.
  ///
  /// - Throws: ``SessionError`` when the file is missing or no session of this version.
  static func read(_ path: String) throws(SessionError) -> SavedSession {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: limit)
    } catch {
      throw .file(error)
    }
    struct Versioned: Decodable { let version: Int }
    guard let known = try? JSONDecoder().decode(Versioned.self, from: Data(bytes)) else {
      throw .malformed(path: path)
    }
    guard known.version == version else { throw .version(path: path, known.version) }
    guard let session = try? JSONDecoder().decode(SavedSession.self, from: Data(bytes)) else {
      throw .malformed(path: path)
    }
    return session
  }
}

/// The reasons a session cannot be restored.
enum SessionError: Error, Equatable, CustomStringConvertible {
  /// The file itself.
  case file(FileError)
  /// The file is no session.
  case malformed(path: String)
  /// The file was written by another version of the program.
  case version(path: String, Int)

  var description: String {
    switch self {
    case .file(.notFound(let path)): "\(path): no session was saved yet; start without --restore"
    case .file(let error): error.description
    case .malformed(let path): "\(path): not a session; start without --restore"
    case .version(let path, let version):
      "\(path): a session of version \(version), not \(SavedSession.version); start without --restore"
    }
  }
}

// MARK: Into a session

extension SavedSession {
  /// How samples are read and strategies applied.
  struct Input: ParsableArguments {
    @OptionGroup var input: InputOptions
    @Flag var perTile = false
  }

  /// The paths and options; nil where the options are none of this program.
  var input: Input? {
    try? Input.parse(options + ["--"] + paths)
  }

  /// The folder that exports went to.
  var exportFolder: String { export.folder }

  /// What was chosen; a word that means nothing here is passed over.
  var wanted: WantedChoices {
    var wanted = WantedChoices()
    wanted.sample = choices.sample
    wanted.budget = Budget(choices.budget)
    wanted.current = choices.current
    wanted.previous = choices.previous
    wanted.compared = choices.compared
    wanted.leftOut = choices.leftOut
    wanted.model = LanguageModel.named(choices.model)
    wanted.patch = choices.patch
    wanted.order = SampleOrder(rawValue: choices.order)
    wanted.isReversed = choices.isReversed
    wanted.sortColumn = choices.sortColumn
    wanted.axes = choices.axes.flatMap { DatasetAxes($0) }
    wanted.colorColumn = choices.colorColumn
    wanted.filter = choices.filter.count <= Prompt.limit ? choices.filter : nil
    for mark in choices.marks {
      guard let letter = mark.letter.first, mark.letter.count == 1, Mark.isLetter(letter) else {
        continue
      }
      wanted.marks[letter] = (mark.sample, mark.patch)
    }
    wanted.view = ViewKind(rawValue: choices.view)
    wanted.layer = HeatLayer(rawValue: choices.layer)
    wanted.head = choices.head
    wanted.scale = HeatScale(rawValue: choices.scale)
    wanted.colorMap = ColorMap(rawValue: choices.colorMap)
    wanted.showsHeat = choices.heat
    wanted.showsImage = choices.image
    wanted.opacity = choices.opacity
    wanted.maskStyle = MaskStyle(rawValue: choices.pruned)
    wanted.showsMask = choices.mask
    wanted.zoom = choices.zoom
    wanted.pins = choices.pins
    wanted.measure = ProbeMeasure(rawValue: choices.measure)
    wanted.marksSinks = choices.sinks
    wanted.showsPixels = choices.pixels
    wanted.isTileAlone = choices.tileAlone
    return wanted
  }

  /// Gives a session that has not begun what is no choice: what was typed and exported.
  func restore(_ state: inout ExplorerState) {
    state.exportSettings.kinds = export.kinds.map { $0.compactMap(ExportKind.init(rawValue:)) }
    let all = export.kindsOfAll.compactMap(ExportKind.init(rawValue:))
    if !all.isEmpty { state.exportSettings.kindsOfAll = all }
    state.exportSettings.ofAll = export.ofAll
    for purpose in Prompt.Purpose.allCases {
      for line in (prompts[purpose.rawValue] ?? []).suffix(PromptHistory.limit) {
        state.promptHistory.add(line, for: purpose)
      }
    }
  }
}
