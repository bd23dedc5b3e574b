/// When a strategy decides by itself how many tokens to keep.
public enum OwnBudget: Sendable, Equatable {
  /// It must always be told.
  case never
  /// It decides where no budget is given.
  case always
  /// It decides with any of these settings, written as on the command line; each is a single
  /// parameter, the others at their defaults.
  case with([String])

  /// Finds out by trying every value of parameters that take one of a few.
  ///
  /// - Parameter type: The strategy.
  /// - Complexity: One strategy is made for each value.
  public init(of type: any PruningStrategy.Type) {
    guard !type.init(ParameterValues()).hasOwnBudget else {
      self = .always
      return
    }
    let settings = type.parameters.flatMap { parameter in
      parameter.choices.map { (name: parameter.name, value: $0) }
    }
    let deciding = settings.filter { setting in
      var values = ParameterValues()
      values.set(setting.name, setting.value)
      return type.init(values).hasOwnBudget
    }
    self = deciding.isEmpty ? .never : .with(deciding.map { "\($0.name)=\($0.value)" })
  }
}

extension ParameterSpecification {
  /// All values, of a parameter that takes one of a few; none for others.
  fileprivate var choices: [ParameterValue] {
    switch kind {
    case .choice(let words): words.map(ParameterValue.word)
    case .flag: [.flag(false), .flag(true)]
    case .number, .integer, .text: []
    }
  }
}
