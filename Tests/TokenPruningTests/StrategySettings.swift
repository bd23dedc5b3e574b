import TestSupport
import TokenFields
import TokenPruning

/// Every strategy of the catalog with its defaults and with each of its parameters set to values at
/// the ends and inside of its range.
enum StrategySettings {
  /// The spellings, as the command line takes them.
  static let all: [String] = StrategyCatalog.all.flatMap { type in
    [type.name]
      + type.parameters.flatMap { parameter in
        values(of: parameter).map { "\(type.name):\(parameter.name)=\($0)" }
      }
  }

  /// The settings of strategies that promise something.
  static func promising(_ promise: StrategyPromises) -> [String] {
    all.filter { label in
      (try? StrategyCatalog.make(label))?.strategy.promises.contains(promise) ?? false
    }
  }

  static func values(of parameter: ParameterSpecification) -> [ParameterValue] {
    switch parameter.kind {
    case .number(let range):
      let inside = range.lowerBound + 0.15 * (range.upperBound - range.lowerBound)
      return [range.lowerBound, inside, range.upperBound].map(ParameterValue.number)
    case .integer(let range):
      return [range.lowerBound, 12345, range.upperBound].filter(range.contains)
        .map(ParameterValue.integer)
    case .choice(let words): return words.map(ParameterValue.word)
    case .flag: return [.flag(false), .flag(true)]
    case .text: return []
    }
  }
}

/// The fields on which laws are tried.
enum LawFields {
  /// Fields whose scores have no ties, of several shapes.
  static let untied: [DescribedField] = (0..<10).map { index in
    var seed = 2000 + UInt64(index) * 100
    let grid = TokenGrid(rows: 3 + index % 3, columns: 4 + index % 4)
    while true {
      let field = RandomField.make(
        seed: seed, grid: grid, width: [3, 8, 40][index % 3],
        projectedWidth: index % 2 == 0 ? 6 : nil)
      if !mostIsolatedIsAPair(field) {
        return DescribedField(name: "untied field \(seed)", field: field)
      }
      seed += 1
    }
  }

  /// All: without ties, with several tiles, and degenerate.
  static let all: [DescribedField] =
    untied + DegenerateField.all.map { DescribedField(name: $0.name, field: $0.field) }

  /// Two tokens that are each other's nearest have the same distance to it: where no token is more
  /// isolated, DivPrune's first choice is a tie.
  private static func mostIsolatedIsAPair(_ field: TokenField) -> Bool {
    let tokens = ReferenceTokens(field)
    let nearest = (0..<tokens.count).map { token in
      (0..<tokens.count).filter { $0 != token }.map {
        ReferenceTokens.cosine(tokens.projected[token], tokens.projected[$0])
      }.max() ?? 0
    }
    let smallest = nearest.min() ?? 0
    return nearest.count { $0 < smallest + 1e-9 } > 1
  }
}
