import Analysis
import Explorer
import Imaging
import LocalFiles
import SampleSets
import TokenPruning
import TextData

extension SavedSession {
  /// What a session leaves behind, as JSON.
  ///
  /// - Parameters:
  ///   - state: The session.
  ///   - folder: The folder that relative paths begin in.
  /// - Returns: An object that ``read(_:)`` takes.
  static func json(of state: ExplorerState, in folder: String?) -> JSONValue {
    let texts = { (list: [String]) in JSONValue.array(list.map(JSONValue.string)) }
    let settings = state.exportSettings
    return .object([
      "version": .integer(version),
      "paths": texts(paths(of: state, in: folder)),
      "options": texts(state.currentOptions),
      "strategies": texts(state.rows.map(\.strategy.label)),
      "tables": texts(state.invocation.tables.map { absolute($0, in: folder) }),
      "textTokens": .integer(state.textTokens),
      "export": .object([
        "folder": .string(settings.folder),
        "kinds": settings.kinds.map { texts($0.map(\.rawValue)) },
        "kindsOfAll": texts(settings.kindsOfAll.map(\.rawValue)),
        "ofAll": .bool(settings.ofAll),
      ]),
      "choices": choices(of: state.wanted),
      "prompts": .object(
        Prompt.Purpose.allCases.compactMap { purpose in
          state.promptHistory.lines[purpose].map {
            JSONValue.Member(key: purpose.rawValue, value: texts($0))
          }
        }),
    ])
  }

  private static func choices(of wanted: WantedChoices) -> JSONValue {
    let texts = { (list: [String]?) in JSONValue.array((list ?? []).map(JSONValue.string)) }
    return .object([
      "sample": wanted.sample.map(JSONValue.string),
      "current": wanted.current.map(JSONValue.string),
      "previous": wanted.previous.map(JSONValue.string),
      "budget": .string(wanted.budget.map { "\($0)" } ?? ""),
      "model": .string(wanted.model?.name ?? ""),
      "compared": texts(wanted.compared), "leftOut": texts(wanted.leftOut),
      "patch": wanted.patch.map(JSONValue.integer), "head": wanted.head.map(JSONValue.integer),
      "order": .string(wanted.order?.rawValue ?? ""), "filter": .string(wanted.filter ?? ""),
      "sortColumn": .string(wanted.sortColumn ?? ""),
      "axes": .string(wanted.axes?.description ?? ""),
      "colorColumn": .string(wanted.colorColumn ?? ""),
      "isReversed": .bool(wanted.isReversed ?? false),
      "marks": .array(
        wanted.marks.sorted { $0.key < $1.key }.map { letter, mark in
          .object([
            "letter": .string(String(letter)), "sample": .string(mark.sample),
            "patch": .integer(mark.token),
          ])
        }),
      "view": .string(wanted.view?.rawValue ?? ""),
      "layer": .string(wanted.layer?.rawValue ?? ""),
      "scale": .string(wanted.scale?.rawValue ?? ""),
      "colorMap": .string(wanted.colorMap?.rawValue ?? ""),
      "pruned": .string(wanted.maskStyle?.rawValue ?? ""),
      "opacity": .integer(wanted.opacity ?? 0), "zoom": .integer(wanted.zoom ?? 0),
      "heat": wanted.showsHeat.map(JSONValue.bool), "image": .bool(wanted.showsImage ?? true),
      "mask": .bool(wanted.showsMask ?? true), "sinks": .bool(wanted.marksSinks ?? false),
      "pins": .integers(wanted.pins ?? []), "measure": .string(wanted.measure?.rawValue ?? ""),
      "pixels": .bool(wanted.showsPixels ?? false),
      "tileAlone": .bool(wanted.isTileAlone ?? false),
    ])
  }

  private static func absolute(_ path: String, in folder: String?) -> String {
    guard let folder, !path.hasPrefix("/") else { return path }
    return folder.slashed + path
  }

  /// The paths so that they mean the same in every folder.
  private static func paths(of state: ExplorerState, in folder: String?) -> [String] {
    var paths = state.invocation.paths
    // Without a path, the samples of the folder were shown, unless they are built in.
    if paths.isEmpty, state.samples.contains(where: { $0.scene == nil }) { paths = ["Samples"] }
    guard let folder else { return paths }
    return paths.map { path in
      let isList = path.hasPrefix("@") && path.count > 1
      let plain = isList ? String(path.dropFirst()) : path
      guard !plain.hasPrefix("/") else { return path }
      return (isList ? "@" : "") + folder.slashed + plain
    }
  }

  /// Saves a session, whole or not at all; where two end at once, the last one's stays.
  ///
  /// - Returns: Why it could not be saved; nil when it was, and where there is no home to save it in.
  static func save(_ state: ExplorerState) -> FileError? {
    guard let path = UserFolders.session else { return nil }
    let text = json(of: state, in: UserFolders.working).text + "\n"
    do throws(FileError) {
      let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
      try LocalFile.makeFolder(folder)
      try LocalFile.write(Array(text.utf8), to: path)
      return nil
    } catch {
      return error
    }
  }
}
