internal import TokenFields
internal import DataTables
internal import Plots
internal import TextData

/// How large the entropy and the effective rank of images are, and how they hang together.
///
/// AgilePruner's App. D: on MME under LLaVA-1.5 the mean entropy is 4.80 and the mean erank 94.87, with
/// a correlation of 0.63. The averages of another encoder are other ones: the report carries those of
/// the images at hand as a `Calibration`, unless several encoders made their tokens.
public enum Scale: Study {
  /// The name on the command line.
  public static let name = "scale"
  /// What it tells.
  public static let summary = "entropy and erank of all images, their quartiles and correlation"

  /// The samples alone.
  ///
  /// - Parameter options: Only a calibration may be there.
  /// - Returns: A plan without strategies.
  /// - Throws: ``StudyError`` for strategies and what goes with them.
  public static func plan(_ options: StudyOptions) throws(StudyError) -> StudyPlan {
    try check(options)
    return StudyPlan(
      study: name, strategies: [], budgets: [], isRequired: false, options: options)
  }

  /// What reads the samples' numbers.
  public static func makeReduction(_ plan: StudyPlan) -> any StudyReduction {
    BySample<ScaleReduction>(plan)
  }
}

/// Two numbers and a name of every image.
struct ScaleReduction: SampleReduction {
  /// One image.
  struct Image: Sendable {
    let name: String
    let source: String
    let erank: Double?
    let entropy: Double?
    /// Whether it is complex by the averages at hand.
    let isComplex: Bool?

    /// Whether it comes first in the order of effective ranks.
    static func isLower(_ one: Image, _ other: Image) -> Bool {
      (one.erank ?? -1, one.name, one.source) < (other.erank ?? -1, other.name, other.source)
    }
  }

  /// The images of one encoder.
  struct Group: Sendable {
    var encoder: String?
    var images: [Image] = []
    var erank = Tally()
    var entropy = Tally()
    var pairs: [(Double, Double)] {
      images.compactMap { image in
        guard let entropy = image.entropy, let erank = image.erank else { return nil }
        return (entropy, erank)
      }
    }
    var title: String { encoder ?? "encoder not said" }
  }

  private let calibration: Calibration?
  private var groups: [String?: Group] = [:]
  private var tiled = 0

  init(_ plan: StudyPlan) { calibration = plan.calibration }

  var isEmpty: Bool { groups.isEmpty }

  mutating func add(_ sample: SampleRows) {
    guard let facts = sample.image, facts.erank != nil || facts.entropy != nil else { return }
    if (facts.grid?.tiles ?? 1) > 1 { tiled += 1 }
    var group = groups[facts.encoder] ?? Group(encoder: facts.encoder)
    groups[facts.encoder] = nil
    group.images.append(
      Image(
        name: sample.name, source: sample.source, erank: facts.erank, entropy: facts.entropy,
        isComplex: facts.judged(by: calibration).map { $0.class == .complex }))
    group.erank.add(facts.erank)
    group.entropy.add(facts.entropy)
    groups[facts.encoder] = group
  }

  /// The groups by their encoders' names, with images in the order of their effective ranks.
  private var sorted: [Group] {
    groups.values.sorted { ($0.encoder ?? "") < ($1.encoder ?? "") }.map { group in
      var group = group
      group.images.sort(by: Image.isLower)
      return group
    }
  }

  func report(_ gathered: Gathered) -> StudyReport {
    let groups = sorted
    let count = groups.reduce(0) { $0 + $1.images.count }
    var notes = gathered.splitNotes
    if tiled > 0 {
      notes.append("\(StudyText.images(tiled)) in tiles: their erank is that of the first tile")
    }
    let calibration = groups.count == 1 ? Self.average(groups[0]) : nil
    if groups.count > 1 {
      notes.append(
        "no calibration: \(groups.count) encoders made these tokens, and averages are of one")
    } else if calibration == nil {
      notes.append("no calibration: there is no erank above 0")
    }
    let measures = Self.measures(groups)
    return StudyReport(
      study: Scale.name, title: "scale of entropy and erank, \(StudyText.images(count))",
      tables: [
        measures.without(uniform: "encoder"), Self.correlations(groups).without(uniform: "encoder"),
        split(groups), Self.extremes(groups).without(uniform: "encoder"),
      ], records: measures,
      plots: groups.prefix(16).enumerated().map { place, group in
        Self.plot(group, name: groups.count > 1 ? "scale-\(place + 1)" : "scale")
      }, notes: notes, calibration: calibration)
  }

  static func average(_ group: Group) -> Calibration? {
    guard let erank = group.erank.mean else { return nil }
    return Calibration(
      encoder: group.encoder, samples: group.erank.count, erank: erank,
      entropy: group.entropy.mean.flatMap { $0 > 0 ? $0 : nil })
  }

  // MARK: Tables

  private static func measures(_ groups: [Group]) -> StudyTable {
    let rows = groups.flatMap { group in
      [
        ("erank", group.images.compactMap(\.erank)),
        ("entropy", group.images.compactMap(\.entropy)),
      ].map { name, values -> [StudyTable.Cell] in
        let found = Distribution(values)
        let tally = name == "erank" ? group.erank : group.entropy
        return [
          .text(group.title), .text(name), .count(values.count), .init(tally.mean),
          .init(found?.deviation), .init(found?.minimum), .init(found?.lowerQuartile),
          .init(found?.median), .init(found?.upperQuartile), .init(found?.maximum),
        ]
      }
    }
    let statistics = ["mean", "deviation", "minimum", "q1", "median", "q3", "maximum"]
    let headings = ["mean", "deviation", "min", "Q1", "median", "Q3", "max"]
    return StudyTable(
      name: "scale",
      caption: "Effective rank of all tokens and entropy of the class attention (nats)",
      columns: [.text("encoder"), .text("measure"), .number("images", decimals: 0)]
        + zip(statistics, headings).map { .number($0, $1, decimals: 3) }, rows: rows)
  }

  private static func correlations(_ groups: [Group]) -> StudyTable {
    StudyTable(
      name: "correlation", caption: "Correlation of entropy and erank (Pearson)",
      columns: [
        .text("encoder"), .number("images", decimals: 0), .number("pearson", "r", decimals: 3),
      ],
      rows: groups.map { group in
        let pairs = group.pairs
        return [.text(group.title), .count(pairs.count), .init(correlation(of: pairs))]
      })
  }

  private func split(_ groups: [Group]) -> StudyTable {
    let rows = groups.flatMap { group -> [[StudyTable.Cell]] in
      let known = group.images.compactMap(\.isComplex)
      let eranks = group.images.compactMap(\.erank)
      let mean = group.erank.mean
      let measured = mean.map { mean in eranks.count { $0 >= mean } } ?? 0
      return [
        [
          .text(group.title), .text("averages at hand"), .count(known.count),
          .count(known.count { !$0 }), .count(known.count { $0 }),
        ],
        [
          .text(group.title), .text("mean of these images"), .count(eranks.count),
          .count(eranks.count - measured), .count(measured),
        ],
      ]
    }
    return StudyTable(
      name: "split", caption: "Simple and complex images (erank below its average, or not)",
      columns: [
        .text("encoder"), .text("average"), .number("images", decimals: 0),
        .number("simple", decimals: 0), .number("complex", decimals: 0),
      ], rows: rows
    ).without(uniform: "encoder")
  }

  private static func extremes(_ groups: [Group]) -> StudyTable {
    let rows = groups.flatMap { group -> [[StudyTable.Cell]] in
      let ranked = group.images.filter { $0.erank != nil }
      let high = min(3, ranked.count / 2)
      let ends = [
        ("lowest", Array(ranked.prefix(min(3, ranked.count - high)))),
        ("highest", Array(ranked.suffix(high).reversed())),
      ]
      return ends.flatMap { place, images in
        images.map { image -> [StudyTable.Cell] in
          [
            .text(group.title), .text(place), .text(image.name), .init(image.erank),
            .init(image.entropy),
          ]
        }
      }
    }
    return StudyTable(
      name: "extremes", caption: "Images of the lowest and of the highest erank",
      columns: [
        .text("encoder"), .text("end"), .text("sample"), .number("erank", decimals: 2),
        .number("entropy", decimals: 3),
      ], rows: rows)
  }

  // MARK: Plot

  private static func plot(_ group: Group, name: String) -> Plot {
    let title = "erank over entropy"
    let subject = "\(group.title), \(StudyText.images(group.images.count))"
    let pairs = group.pairs
    guard let x = Distribution(pairs.map(\.0)), let y = Distribution(pairs.map(\.1)) else {
      return Plot(
        name: name, title: title, subject: subject,
        body: .missing("no image has both an entropy and an erank"))
    }
    let mean = group.erank.mean ?? y.mean
    let classes = [
      ("simple", Character("o"), pairs.filter { $0.1 < mean }),
      ("complex", Character("x"), pairs.filter { $0.1 >= mean }),
    ]
    let series = classes.enumerated().filter { !$0.element.2.isEmpty }.map { place, found in
      PlotSeries(
        name: found.0, title: "\(found.0), \(StudyText.images(found.2.count))", sign: found.1,
        style: place, form: .points, points: found.2.map { PlotSeries.Point($0.0, $0.1) })
    }
    let quartiles = [
      PlotMark(.x, at: x.lowerQuartile, "Q1"), PlotMark(.x, at: x.median, "median"),
      PlotMark(.x, at: x.upperQuartile, "Q3"), PlotMark(.y, at: y.lowerQuartile, "Q1"),
      PlotMark(.y, at: y.upperQuartile, "Q3"),
      PlotMark(.y, at: mean, "mean \(StudyText.fixed(mean, 1))"),
    ]
    let pearson = correlation(of: pairs).map { "r = \(StudyText.fixed($0, 2))" }
    return Plot(
      name: name, title: title, subject: subject,
      body: .chart(
        Chart(
          x: PlotAxis(
            "entropy of the class attention", unit: "nats", column: "entropy",
            holding: pairs.map(\.0), rounding: true),
          y: PlotAxis(
            "erank of all tokens", column: "erank", holding: pairs.map(\.1) + [mean], rounding: true
          ),
          seriesColumn: "class", series: series, marks: quartiles)),
      notes: ([pearson].compactMap { $0 }) + ["dashed: quartiles of both, and the mean erank"])
  }
}
