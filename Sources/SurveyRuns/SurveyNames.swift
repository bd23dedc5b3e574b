/// The names of a survey's files in its folder.
struct SurveyNames {
  let folder: String
  /// The name of the survey, with the part where there is one: `survey`, `survey.4_1`.
  let stem: String

  /// Names the files.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - name: The name of the survey.
  ///   - shard: The part; nil for the whole. Its number has as many digits as the last one's, so that
  ///     names sort as parts do.
  init(folder: String, name: String, shard: Shard?) {
    self.folder = folder
    guard let shard else {
      stem = name
      return
    }
    let width = "\(shard.count - 1)".count
    let digits = "\(shard.index)"
    let zeros = String(repeating: "0", count: width - digits.count)
    stem = "\(name).\(shard.count)_\(zeros)\(digits)"
  }

  private var base: String { folder.hasSuffix("/") ? folder : folder + "/" }

  /// The rows as JSON lines.
  var lines: String { base + stem + ".jsonl" }
  /// The rows as CSV, which a part does not have.
  var table: String { base + stem + ".csv" }
  /// What was asked for and how many rows there are; written last.
  var summary: String { base + stem + ".json" }
  /// What is done so far.
  var journal: String { base + "." + stem + ".journal" }

  /// The part that a file of JSON lines holds by its name.
  ///
  /// - Parameters:
  ///   - file: The file's name.
  ///   - name: The name of the survey.
  /// - Returns: nil when it is no part of that survey.
  static func shard(ofFile file: String, survey name: String) -> Shard? {
    guard file.hasPrefix(name + "."), file.hasSuffix(".jsonl") else { return nil }
    let middle = file.dropFirst(name.count + 1).dropLast(".jsonl".count)
    let parts = middle.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 2, let shard = Shard("\(parts[1])/\(parts[0])"),
      SurveyNames(folder: "", name: name, shard: shard).stem + ".jsonl" == file
    else { return nil }
    return shard
  }
}
