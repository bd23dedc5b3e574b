internal import Analysis
internal import SampleSets
internal import TokenPruning

/// Something that the palette offers.
struct PaletteEntry: Equatable {
  /// What it does.
  let action: Action
  /// What it is called.
  let title: String
  /// Its name in configurations; empty for what has none.
  var name = ""
  /// The keys that do the same.
  var keys = ""
  /// How well it fits what was typed.
  var score = 0
  /// The letters of the title, and those of the name, that fit.
  var titlePlaces: Set<Int> = []
  var namePlaces: Set<Int> = []
}

/// What the palette offers for what was typed, the best first.
///
/// Actions of the table and strategies always; samples once something is typed; a number is a sample
/// or a budget.
struct PaletteList {
  /// The entries.
  let entries: [PaletteEntry]

  /// The most samples that are offered at once.
  private static let mostSamples = 100

  /// Collects what fits.
  ///
  /// - Complexity: O(samples · length of a name) at most; ties stay in the order of the table.
  init(_ state: ExplorerState, typed: String) {
    let words = typed.lowercased().split(separator: " ").map(Array.init)
    let offered =
      state.keys.entries.filter { $0.action != .openPalette }.map { binding in
        PaletteEntry(
          action: binding.action, title: binding.help, name: binding.action.name,
          keys: binding.keyText)
      } + Self.strategies(state) + Self.marks(state) + Self.encoders(state)
    guard !words.isEmpty else {
      entries = offered
      return
    }
    let key = typed.filter { $0 != " " }
    let fitting = (offered + Self.samples(state, words)).compactMap { entry in
      Self.fitted(entry, words, key: key)
    }
    let order = fitting.indices.sorted {
      fitting[$0].score != fitting[$1].score
        ? fitting[$0].score > fitting[$1].score : $0 < $1
    }
    entries = Self.commands(state, typed) + Self.numbers(state, typed) + order.map { fitting[$0] }
  }

  // MARK: What there is

  private static func strategies(_ state: ExplorerState) -> [PaletteEntry] {
    state.rows.enumerated().map { index, row in
      PaletteEntry(
        action: .chooseStrategy(index + 1), title: "strategy \(index + 1): \(row.strategy.title)")
    }
  }

  private static func encoders(_ state: ExplorerState) -> [PaletteEntry] {
    state.encoders.map { PaletteEntry(action: .useEncoder($0), title: "encoder \($0)") }
  }

  private static func marks(_ state: ExplorerState) -> [PaletteEntry] {
    state.marks.sorted { $0.key < $1.key }.map { letter, mark in
      PaletteEntry(
        action: .jump(toMark: letter), title: "mark \(letter): \(mark.sample.name) #\(mark.token)",
        keys: state.keys.shown(.goToMark).first.map { "\($0)\(letter)" } ?? "")
    }
  }

  /// The samples that have every letter, as far as they can be shown.
  private static func samples(
    _ state: ExplorerState, _ words: [[Character]]
  ) -> [PaletteEntry] {
    let folded = words.map { Array(String($0).utf8) }
    let prefix = Array("sample ".utf8)
    var found: [PaletteEntry] = []
    for index in state.samples.indices {
      let name = prefix + state.shelf.names[index].bytes
      guard folded.allSatisfy({ FuzzyMatch.isSubsequence($0, of: name) }) else { continue }
      found.append(
        PaletteEntry(
          action: .openSample(index: index), title: "sample \(state.samples[index].name)"))
      if found.count == 10 * mostSamples { break }
    }
    return found.count <= mostSamples ? found : best(found, words)
  }

  private static func best(_ found: [PaletteEntry], _ words: [[Character]]) -> [PaletteEntry] {
    let scored = found.compactMap { fitted($0, words, key: "") }
    let order = scored.indices.sorted {
      scored[$0].score != scored[$1].score ? scored[$0].score > scored[$1].score : $0 < $1
    }
    return order.prefix(mostSamples).map { scored[$0] }
  }

  /// A number as a sample's place and as a budget, a share as a budget.
  private static func numbers(_ state: ExplorerState, _ typed: String) -> [PaletteEntry] {
    var text = typed.lowercased().split(separator: " ").joined(separator: " ")
    let isBudget = text.hasPrefix("keep ") || text.hasSuffix("tokens") || text.hasSuffix("token")
    for word in ["keep ", "sample "] where text.hasPrefix(word) { text.removeFirst(word.count) }
    for word in ["tokens", "token"] where text.hasSuffix(word) { text.removeLast(word.count) }
    guard let budget = Budget(text) else { return [] }
    var entries: [PaletteEntry] = []
    if case .count(let number) = budget, !isBudget {
      let shown = state.shelf.arrangement.shown
      let name =
        shown.indices.contains(number - 1) ? ": \(state.samples[shown[number - 1]].name)" : ""
      entries.append(
        PaletteEntry(action: .goToSample(number), title: "go to sample \(number)\(name)"))
    }
    guard !typed.lowercased().hasPrefix("sample") else { return entries }
    let tokens = budget.tokens(of: state.tokenCount).map { "\($0) of \(state.tokenCount)" }
    let title =
      switch budget {
      case .count(let count): "keep \(tokens ?? "\(count)") tokens"
      case .percentage: "keep \(budget)" + (tokens.map { ": \($0) tokens" } ?? "")
      }
    return entries + [PaletteEntry(action: .keep(budget), title: title)]
  }

  /// Commands with what they are to do: `table FILE`, `sort COLUMN`, `axes X Y`, `color COLUMN`.
  private static func commands(_ state: ExplorerState, _ typed: String) -> [PaletteEntry] {
    guard let blank = typed.firstIndex(of: " ") else { return [] }
    let rest = typed[blank...].split(separator: " ").joined(separator: " ")
    guard !rest.isEmpty else { return [] }
    func columns(_ title: String, _ action: (String) -> DatasetAction) -> [PaletteEntry] {
      let wanted = FoldedName(rest)
      let names = state.shelf.columnNames.filter { FoldedName($0).contains(wanted) }
      let exact = names.filter { $0 == rest } + names.filter { $0 != rest }
      return exact.prefix(mostSamples).map {
        PaletteEntry(action: .dataset(action($0)), title: "\(title) \($0)")
      }
    }
    switch typed[..<blank].lowercased() {
    case "table": return [PaletteEntry(action: .dataset(.join(rest)), title: "join table \(rest)")]
    case "sort": return columns("order by") { .sort(by: $0) }
    case "color", "colour": return columns("colour by") { .color(by: $0) }
    case "axes":
      return DatasetAxes(rest).map {
        [PaletteEntry(action: .dataset(.axes($0)), title: "axes \($0.y) over \($0.x)")]
      } ?? []
    default: return []
    }
  }

  // MARK: What fits

  /// The entry with its score; nil where a word fits neither title nor name and no key is meant.
  private static func fitted(
    _ entry: PaletteEntry, _ words: [[Character]], key: String
  ) -> PaletteEntry? {
    var entry = entry
    entry.score = 0
    let keys = entry.keys.split(separator: " ")
    let isKey = keys.contains { $0 == key || $0 == "<\(key)>" }
    for word in words {
      let inTitle = FuzzyMatch(word, in: entry.title)
      let inName = entry.name.isEmpty ? nil : FuzzyMatch(word, in: entry.name)
      guard let best = [inTitle?.score, inName?.score].compactMap({ $0 }).max() else {
        guard isKey else { return nil }
        continue
      }
      entry.score += best
      if let inTitle { entry.titlePlaces.formUnion(inTitle.places) }
      if let inName { entry.namePlaces.formUnion(inName.places) }
    }
    if isKey { entry.score += 1000 }
    return entry
  }
}
