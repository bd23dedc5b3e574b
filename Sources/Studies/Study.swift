public import Surveys

/// A question about a whole set of images, as AgilePruner asked it: what must be evaluated of every
/// sample, and what is made of the rows.
///
/// A study touches no sample. Its plan says which strategies, budgets and image conditions a survey
/// must have rows of; its reduction reads such rows, of a survey just made or of an older one, and
/// keeps sums.
///
/// To add one, put one file in `Kinds/` and one line in ``StudyCatalog``. The laws in `StudyLaws` then
/// hold it to what every study promises: plans whose labels parse, a report without rows that says
/// so, and the same report whatever the order of samples.
public protocol Study: Sendable {
  /// The name on the command line and in files, in kebab case.
  static var name: String { get }
  /// What it tells, a phrase for lists without a final period.
  static var summary: String { get }

  /// What must be evaluated of every sample.
  ///
  /// - Parameter options: What was asked for; what is nil there is as in the paper.
  /// - Returns: Strategies, budgets and image conditions.
  /// - Throws: ``StudyError`` for options that it does not have, or that are out of range.
  static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan

  /// What reads the rows of a plan.
  ///
  /// - Parameter plan: The plan that ``plan(_:)`` made.
  /// - Returns: A reduction that has seen no row.
  static func makeReduction(_ plan: StudyPlan) -> any StudyReduction
}

/// Reads rows one after the other, and keeps what a report needs of them.
///
/// Memory grows with the samples only where a report needs a few numbers of each; it never grows with
/// rows times kept patches.
public protocol StudyReduction: Sendable {
  /// Reads a row.
  ///
  /// - Parameter row: Any row of a survey; those that the plan does not ask for are passed over. Rows
  ///   of one sample come together, samples in any order.
  mutating func add(_ row: SurveyRow)

  /// What the rows so far say; more may follow.
  func report() -> StudyReport
}

/// All studies, in the order in which lists show them.
public enum StudyCatalog {
  /// The studies' types.
  public static let all: [any Study.Type] = [
    Scale.self, Diversity.self, Threshold.self, Mixture.self, Robustness.self, Agreement.self,
  ]

  /// The study of a name.
  ///
  /// - Parameter name: A name as the command line has it.
  /// - Returns: The study.
  /// - Throws: ``StudyError`` naming all studies when there is none of that name.
  public static func named(_ name: String) throws(StudyError) -> any Study.Type {
    guard let study = all.first(where: { $0.name == name }) else {
      throw .unknownStudy(name: name)
    }
    return study
  }
}
