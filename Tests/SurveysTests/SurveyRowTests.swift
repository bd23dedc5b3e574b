import Surveys
import TextData
import Testing

@Suite struct SurveyRowTests {
  @Test("both formats have the same columns")
  func columns() {
    let row = SurveyRow(sample: "a", source: "a.png")
    guard case .object(let members) = row.json else { return }
    #expect(members.map(\.key) == SurveyRow.columnNames)
    #expect(SurveyRow.csvHeader == SurveyRow.columnNames.joined(separator: ","))
    #expect(row.csv.split(separator: ",", omittingEmptySubsequences: false).count == members.count)
  }
}
