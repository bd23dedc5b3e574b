internal import LocalFiles
internal import SampleSets
internal import Surveys
internal import TokenFields

extension SurveyRun {
  /// Whether images are ever changed, so that all of them must be encoded here.
  private var changesImages: Bool { conditions.contains { $0.name != nil } }

  /// The rows of a sample, by condition and then as the plan orders them; whatever goes wrong is a row
  /// that says so.
  func rows(of reference: SampleReference) -> [SurveyRow] {
    do throws(SampleError) {
      guard changesImages else { return rows(of: try loader.load(reference)) }
      guard let image = try loader.image(of: reference) else {
        return [
          refusal(
            reference,
            "\(reference.source): no image to change and encode; put it beside the dump")
        ]
      }
      return conditions.flatMap { rows(of: reference, image, under: $0) }
    } catch {
      return [refusal(reference, error.description)]
    }
  }

  private func rows(of sample: LoadedSample, under condition: String? = nil) -> [SurveyRow] {
    plan.rows(
      of: sample.field, name: sample.reference.name, source: sample.source, condition: condition,
      notes: sample.notes)
  }

  private func rows(
    of reference: SampleReference, _ image: SampleImage, under condition: ImageCondition
  ) -> [SurveyRow] {
    // What is encoded is the image, whatever dump lies beside it.
    let imageOnly = SampleReference(
      name: reference.name, imagePath: reference.imagePath, scene: reference.scene)
    do {
      let changed = SampleImage(image: try condition.apply(image.image), notes: image.notes)
      return try loader.encode([(imageOnly, changed)]).flatMap {
        rows(of: $0, under: condition.name)
      }
    } catch {
      return [refusal(imageOnly, "\(error)", under: condition.name)]
    }
  }

  /// A row that says why there is nothing to tell of a sample.
  func refusal(
    _ reference: SampleReference, _ reason: String, under condition: String? = nil
  ) -> SurveyRow {
    var row = SurveyRow(
      sample: reference.name.isEmpty ? reference.source : reference.name, source: reference.source)
    row.condition = condition
    row.refusal = Self.oneLine(reason)
    return row
  }

  /// The rows of the paths that are no samples.
  var pathRefusals: [SurveyRow] {
    guard tellsRefusals else { return [] }
    return samples.refusals.map { error in
      let path = error.path
      let name = path.split(separator: "/").last.map(String.init) ?? path
      var row = SurveyRow(sample: name.isEmpty ? "''" : name, source: path)
      row.refusal = Self.oneLine(error.description)
      return row
    }
  }

  private static func oneLine(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

extension SampleError {
  /// The path that a set refused; empty for errors of samples that were read.
  fileprivate var path: String {
    switch self {
    case .file(let error): error.path
    case .notASample(let path), .emptyFolder(let path), .nameNotUTF8(let path),
      .badList(let path, _):
      path
    case .image, .dump, .checkpoint, .encoding, .otherCalibration: ""
    }
  }
}
