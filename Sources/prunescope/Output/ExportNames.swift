import Explorer
import LocalFiles

/// The names of the files that an export writes into a folder.
struct ExportNames {
  /// The sample's name, as a part of files' names.
  let sample: String
  /// The strategies with their budgets.
  let selections: [(label: String, budget: Int, isOwnBudget: Bool)]
  /// Whether there is attention to draw.
  let hasAttention: Bool

  /// The kinds that are written for each strategy by itself, in the order of the files.
  static let ofEach: [ExportKind] = [.mask, .overlay, .groups, .tokens]

  /// The name of a strategy's file of a kind.
  func file(_ label: String, _ budget: Int, _ kind: ExportKind) -> String {
    let ending = kind == .tokens ? "npz" : "png"
    return "\(sample).\(label.fileSafe(120)).\(budget).\(kind.rawValue).\(ending)"
  }

  /// The name of the heat map of attention.
  var heatmap: String { "\(sample).attention.heatmap.png" }

  /// The name of the strip of all strategies.
  var strip: String { "\(sample).\(budget).strip.png" }

  /// How the record begins, and all pictures of several selections but the strip.
  var stem: String {
    let label = selections.count == 1 ? selections[0].label.fileSafe(120) + "." : ""
    return "\(sample).\(label)\(budget)"
  }

  /// The name of the record of it all.
  var record: String { stem + ".json" }

  /// The budget in names of files about several strategies: that of all, or a word where each has
  /// decided by itself.
  private var budget: String {
    guard let first = selections.first else { return "" }
    return first.isOwnBudget && selections.count > 1 ? "own" : "\(first.budget)"
  }

  /// All names, in the order in which files are written, the record last; none where nothing is.
  func all(_ kinds: Set<ExportKind>) -> [String] {
    guard !selections.isEmpty else { return [] }
    var names = selections.flatMap { selection in
      Self.ofEach.filter(kinds.contains).map { file(selection.label, selection.budget, $0) }
    }
    if kinds.contains(.heatmap), hasAttention { names.append(heatmap) }
    if kinds.contains(.strip) { names.append(strip) }
    for kind in ExportKind.allCases where kinds.contains(kind) {
      for table in kind.tables { names += ["\(stem).\(table).png", "\(stem).\(table).csv"] }
    }
    return names.isEmpty ? [] : names + [record]
  }

  /// The smallest number, from 1, under which none of the names is taken in a folder.
  static func freeNumber(_ names: [String], in folder: String) -> Int {
    var number = 1
    while names.contains(where: { LocalFile.kind(of: folder.slashed + $0.numbered(number)) != nil })
    {
      number += 1
    }
    return number
  }
}

extension String {
  /// The text as part of a file's name: letters, digits, `-`, `_` and `.` stay, others become `-`.
  ///
  /// - Parameter limit: The most bytes; what is longer is cut and gets a mark made of the whole
  ///   text, so that two long texts stay two names.
  /// - Returns: A name that is neither empty nor made of dots.
  func fileSafe(_ limit: Int) -> String {
    let safe = String(
      map { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" || $0 == "." ? $0 : "-" })
    if safe.allSatisfy({ $0 == "." }) { return "sample" }
    guard safe.utf8.count > limit else { return safe }
    // FNV-1a, 32 bits.
    let mark = utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 }
    var cut = safe[...]
    while cut.utf8.count > limit - 9 { cut = cut.dropLast() }
    return cut + "-" + String(mark, radix: 16)
  }

  /// The path with a slash at its end.
  var slashed: String { isEmpty || hasSuffix("/") ? self : self + "/" }

  /// The name with a number before its ending; the first has none.
  func numbered(_ number: Int) -> String {
    guard number > 1, let dot = lastIndex(of: ".") else { return self }
    return String(self[..<dot]) + "-\(number)" + String(self[dot...])
  }
}
