public import LocalFiles

/// The reasons a survey cannot be carried out, merged or read.
public enum SurveyRunError: Error, Sendable, Equatable {
  /// A file or the folder.
  case file(FileError)
  /// There are results already, and nobody said what to do with them.
  case finished(path: String)
  /// There is a journal already, and nobody said what to do with it.
  case unfinished(path: String)
  /// What was begun, or finished, was asked for in another way.
  case differs(path: String, what: String, stored: String, asked: String)
  /// There are results that no survey of this program has finished.
  case foreign(path: String)
  /// A line is not what must be there; lines count from 1.
  case badLine(path: String, line: Int, reason: String)
  /// There is nothing to merge or to read.
  case nothing(path: String, expected: String)
  /// A part is missing.
  case missingShard(folder: String, shard: Shard)
  /// Parts of more than one split lie together.
  case severalSplits(folder: String, counts: [Int])
  /// A part is not as long as it was when it was finished.
  case changed(path: String, bytes: Int, expected: Int)
}

extension SurveyRunError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .finished(let path):
      "\(path): there are results already; --overwrite replaces them, --resume keeps them if they "
        + "are of this survey"
    case .unfinished(let path):
      "\(path): a survey was begun here; go on with --resume, or begin again with --overwrite"
    case .differs(let path, let what, let stored, let asked):
      "\(path): made with \(what) \(stored), not \(asked); ask for the same, name another folder, or "
        + "begin again with --overwrite"
    case .foreign(let path):
      "\(path): there are results, but not what a finished survey leaves beside them; --overwrite "
        + "replaces them"
    case .badLine(let path, let line, let reason):
      "\(path): line \(line): \(reason)"
    case .nothing(let path, let expected):
      "\(path): no \(expected) here"
    case .missingShard(let folder, let shard):
      "\(folder): shard \(shard) is missing or not finished; run it with --shard \(shard)"
    case .severalSplits(let folder, let counts):
      "\(folder): shards of \(counts.map(String.init).joined(separator: " and of ")) lie together; "
        + "remove those that are not wanted"
    case .changed(let path, let bytes, let expected):
      "\(path): \(bytes) bytes, not the \(expected) it was finished with; run its shard again with "
        + "--overwrite"
    }
  }
}

/// Does something with files; what goes wrong with them is an error of the survey.
func onFiles<Result>(
  _ body: () throws(FileError) -> Result
) throws(SurveyRunError) -> Result {
  do throws(FileError) { return try body() } catch { throw .file(error) }
}
