internal import SampleSets
internal import Synchronization
internal import TensorFiles
public import TokenFields
public import TokenPruning

/// Keeps the tokens that a program names.
///
/// The program is run once for each sample and budget: it reads an `.npz` archive from standard input
/// and writes indices to standard output. The article <doc:WritingAProgram> has the whole protocol.
/// It runs without a shell, in a session of its own, and is stopped with everything it started when
/// it takes too long, when nobody waits for it any more, or when this process ends for whatever
/// reason. An answer or a refusal is kept for the plan's life, so that a budget is asked for once.
///
/// - Complexity: That of the program, and O(*n·d*) to write what it reads.
public struct Program: PruningStrategy {
  /// The name of this strategy.
  public static let name = "program"
  /// A decision from outside.
  public static let family = StrategyFamily.own
  /// What this strategy does.
  public static let summary = "keep the tokens that a program of your own names"
  /// Where the decision comes from.
  public static let source = "your own program"
  /// The program, its time, and whether its order counts.
  public static let parameters = [
    ParameterSpecification(
      required: "run",
      .text("a program and its arguments, separated by blanks (without colons, commas and quotes)"),
      "what is run: it reads an .npz archive of the sample and answers with indices"),
    ParameterSpecification(
      "seconds", .number(0.1...3600), default: .number(10),
      "how long it may take for one sample and budget"),
    ParameterSpecification(
      "ordered", .flag, default: .flag(false),
      "whether it answers in the order of selection"),
  ]

  /// The program, as a path or a name on `PATH`, and its arguments.
  public let command: [String]
  /// How long it may take, in seconds.
  public let seconds: Double
  /// Whether answers are in the order of selection.
  public let ordered: Bool

  /// Creates the strategy from its parameters.
  public init(_ values: ParameterValues) {
    command = Self.words(of: values)
    seconds = values.number("seconds") ?? 10
    ordered = values.flag("ordered") ?? false
  }

  /// The program without its folder, and its arguments; a script rather than its interpreter.
  public static func title(_ given: ParameterValues) -> String? {
    let words = words(of: given)
    guard let script = script(among: words) else { return nil }
    let arguments = words[(script + 1)...].map { " " + $0 }.joined()
    return words[script].lastPathComponent + arguments
  }

  /// What a message calls the program: a script, unless it is its interpreter that cannot be run.
  fileprivate func name(for problem: OwnStrategyError.Problem) -> String {
    if case .cannotRun = problem { return command[0] }
    return command[Self.script(among: command) ?? 0]
  }

  /// Which word is the program's own: a bare name is an interpreter when a path follows it.
  private static func script(among words: [String]) -> Int? {
    guard let first = words.first else { return nil }
    guard !first.contains("/") else { return 0 }
    return words.dropFirst().firstIndex {
      !$0.hasPrefix("-") && ($0.contains("/") || $0.contains("."))
    } ?? 0
  }

  /// What a program reads is not known beforehand; it is given everything.
  public var evidence: [Evidence] { [] }

  /// What a program answers is its own affair.
  public var promises: StrategyPromises { ordered ? [.ordered] : [] }

  /// The parameters as given.
  public func resolvedParameters(for field: TokenField) -> ParameterValues {
    var values = ParameterValues()
    values.set("run", .word(command.joined(separator: " ")))
    values.set("seconds", .number(seconds))
    values.set("ordered", .flag(ordered))
    return values
  }

  /// None: what a program reads of a sample is not known.
  public func notes(for field: PreparedField) -> [String] { [] }

  /// A plan that runs the program for each budget that is asked for.
  public func plan(for field: PreparedField) throws(PruningError) -> any SelectionPlan {
    guard !command.isEmpty else {
      throw .missingParameter(
        strategy: Self.name, parameter: "run", expected: Self.parameters[0].expectation)
    }
    return ProgramPlan(program: self, field: field.field)
  }

  private static func words(of values: ParameterValues) -> [String] {
    (values.word("run") ?? "").split(separator: " ").map(String.init)
  }
}

/// A program with the sample that it is asked about.
private final class ProgramPlan: SelectionPlan {
  private let program: Program
  private let field: TokenField
  private let answers = Mutex<[Int: Result<Selection, OwnStrategyError>]>([:])

  var count: Int { field.count }

  init(program: Program, field: TokenField) {
    self.program = program
    self.field = field
  }

  func selection(keeping budget: Int) throws(PruningError) -> Selection {
    precondition((1...field.count).contains(budget), "a budget of \(budget) of \(field.count)")
    do throws(OwnStrategyError) {
      if let known = answers.withLock({ $0[budget] }) { return try known.get() }
      // Outside of the lock: a program may take long, and others ask for other budgets meanwhile.
      let answer: Result<Selection, OwnStrategyError>
      do throws(OwnStrategyError.Problem) {
        answer = .success(try ask(keeping: budget))
      } catch {
        let refusal = OwnStrategyError(program.name(for: error), error)
        // Somebody else may still want to know.
        if error == .cancelled { throw refusal }
        answer = .failure(refusal)
      }
      return try answers.withLock { known throws(OwnStrategyError) in
        // If two asked at once, both get the first answer: equal budgets give equal selections.
        let first = known[budget] ?? answer
        known[budget] = first
        return try first.get()
      }
    } catch {
      throw error.refusal(by: Program.name)
    }
  }

  func instabilities(keeping budget: Int) -> [Instability] { [] }

  func reasons(
    for tokens: [Int], in selection: Selection, keeping budget: Int
  ) -> [TokenReason] {
    TokenReason.listed(tokens, in: selection)
  }

  /// Refused: it would take a run for every budget.
  func smallestBudgets(of tokens: [Int]) throws(PruningError) -> [Int?]? {
    throw .refused(
      strategy: Program.name,
      reason: "to find smallest budgets would take \(count) runs; ask for the budgets of interest")
  }

  private func ask(keeping budget: Int) throws(OwnStrategyError.Problem) -> Selection {
    let process = ChildProcess(
      command: program.command, variables: variables(keeping: budget), seconds: program.seconds,
      outputLimit: 4096 + 24 * field.count)
    let archive = DumpWriter.archive(
      of: field, adding: [("keep", Tensor(shape: [], int64: [Int64(budget)]))])
    guard let archive else { throw .tooLarge(limit: DumpWriter.archiveLimit) }
    let numbers = try IndexList.numbers(in: process.run(archive))
    try IndexList.check(numbers, of: field.count)
    guard numbers.count <= budget else {
      throw .tooMany(count: numbers.count, budget: budget)
    }
    return program.ordered ? Selection(order: numbers) : Selection(kept: numbers)
  }

  /// What a program may know without reading the archive: a shell cannot.
  private func variables(keeping budget: Int) -> [String: String] {
    var variables = [
      "PRUNESCOPE_KEEP": "\(budget)", "PRUNESCOPE_TOKENS": "\(field.count)",
    ]
    variables["PRUNESCOPE_SAMPLE"] = field.name ?? ""
    variables["PRUNESCOPE_TILE"] = field.tileIndex.map { "\($0)" } ?? ""
    return variables
  }
}
