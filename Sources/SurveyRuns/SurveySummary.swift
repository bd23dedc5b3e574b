internal import LocalFiles
internal import TextData

/// What a finished survey leaves beside its rows: what was asked for, and how many rows there are.
///
/// It is written last, so that its presence says that the rows are whole.
struct SurveySummary: Equatable {
  var terms: SurveyTerms
  var counts: SurveyCounts
  /// Bytes of the JSON lines.
  var bytes: Int

  private static let form = 1
  /// Far more than the strategies of any survey need.
  private static let sizeLimit = 16 << 20

  var text: String {
    let own: [JSONValue.Member] = [
      .init(key: "survey", value: .integer(Self.form)), .init(key: "terms", value: terms.json),
      .init(key: "done", value: .integer(counts.samples)),
      .init(key: "refused_samples", value: .integer(counts.refusedSamples)),
      .init(key: "rows", value: .integer(counts.rows)),
      .init(key: "refused_rows", value: .integer(counts.refusedRows)),
      .init(key: "bytes", value: .integer(bytes)),
    ]
    return JSONValue.object(own).text + "\n"
  }

  init(terms: SurveyTerms, counts: SurveyCounts, bytes: Int) {
    self.terms = terms
    self.counts = counts
    self.bytes = bytes
  }

  /// Reads a summary; nil when there is none.
  ///
  /// - Throws: ``SurveyRunError/foreign(path:)`` when the file is no summary of this form.
  init?(at path: String) throws(SurveyRunError) {
    guard LocalFile.kind(of: path) != nil else { return nil }
    let content = try onFiles { () throws(FileError) in
      try LocalFile.read(path, limit: Self.sizeLimit)
    }
    guard case .object(let members) = try? StrictJSON.parse(content[...]) else {
      throw .foreign(path: path)
    }
    func number(_ name: String) -> Int? {
      guard case .number(let text) = members.first(where: { $0.name == name })?.value,
        let value = Int(text), value >= 0
      else { return nil }
      return value
    }
    guard number("survey") == Self.form,
      let terms = members.first(where: { $0.name == "terms" }).flatMap({ SurveyTerms($0.value) }),
      let done = number("done"), let refused = number("refused_samples"),
      let rows = number("rows"), let refusedRows = number("refused_rows"),
      let bytes = number("bytes")
    else { throw .foreign(path: path) }
    self.terms = terms
    counts = SurveyCounts()
    (counts.samples, counts.refusedSamples) = (done, refused)
    (counts.rows, counts.refusedRows) = (rows, refusedRows)
    self.bytes = bytes
  }
}
