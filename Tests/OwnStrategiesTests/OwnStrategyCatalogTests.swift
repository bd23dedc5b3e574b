import OwnStrategies
import Testing
import TokenFields
import TokenPruning

@Suite struct OwnStrategyCatalogTests {
  @Test func namesDifferFromThoseOfTheCatalog() {
    let names = (StrategyCatalog.all + OwnStrategyCatalog.all).map { $0.name }
    #expect(Set(names).count == names.count)
    #expect(OwnStrategyCatalog.all.allSatisfy { $0.family == .own })
    #expect(StrategyCatalog.all.allSatisfy { $0.family != .own })
    for type in OwnStrategyCatalog.all {
      for text in [type.summary, type.source] + type.parameters.map(\.summary) {
        #expect(!text.isEmpty && text.last != "." && !text.contains("\n"), "\(type.name): \(text)")
      }
    }
  }

  @Test(arguments: [
    ("indices", "path", Indices.parameters[0]), ("program", "run", Program.parameters[0]),
  ])
  func whatTheyReadMustBeGiven(
    name: String, parameter: String, specification: ParameterSpecification
  )
    throws
  {
    let missing = PruningError.missingParameter(
      strategy: name, parameter: parameter, expected: specification.expectation)
    #expect(specification.isRequired)
    #expect(throws: missing) { try configured(name) }
    #expect(throws: missing) { try configured(name + ":ordered=true") }
    // Made without the catalog, as lists of strategies do, they refuse every sample.
    let type = try #require(OwnStrategyCatalog.all.first { $0.name == name })
    #expect(throws: missing) { try type.init(ParameterValues()).plan(for: namedField()) }
  }

  @Test(arguments: [
    "indices:path=a\u{1B}[31m.txt", "indices:path=a\n.txt", "indices:path=\u{202E}txt.a",
  ])
  func labelsNeverCommandTheTerminal(text: String) {
    let error = #expect(throws: PruningError.self) { try configured(text) }
    guard case .badValue(let strategy, let parameter, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(strategy == "indices" && parameter == "path")
  }

  @Test(arguments: [
    ("indices:path=dumps/kept.npy", "kept.npy"), ("indices:path=kept/", "kept"),
    ("indices:ordered=true:path=kept.npy", "kept.npy"),
    ("program:run=./mine.py", "mine.py"), ("program:run=../a/mine.py 0.5", "mine.py 0.5"),
    ("program:run=python3 a/mine.py", "mine.py"), ("program:run=python3 -u mine.py 3", "mine.py 3"),
    ("program:run=mine 3", "mine 3"), ("program:run=mine:seconds=2", "mine"),
    ("program:run= ", "program:run= "),
  ])
  func titlesAreShort(label: String, title: String) throws {
    #expect(try configured(label).title == title)
  }

  @Test func labelsGiveBackTheStrategy() throws {
    for label in ["indices:path=a b/c.npy:ordered=true", "program:run=python3 a.py:seconds=2.5"] {
      let made = try configured(label)
      #expect(try made.label == label && made == configured(made.label))
    }
    let resolved = try configured("program:run=python3  a.py").strategy
      .resolvedParameters(for: namedField().field)
    #expect(
      resolved.entries.map { "\($0.name)=\($0.value)" } == [
        "run=python3 a.py", "seconds=10", "ordered=false",
      ])
  }
}
