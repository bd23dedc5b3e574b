import LinearAlgebra
import TokenFields
import TokenPruning

/// Each strategy's plan and selection: given the shared matrices, and from features to indices.
func measureStrategies(_ cases: [SelectionCase], in table: inout Table) async {
  for size in cases {
    let field = SyntheticField.make(tokens: size.tokens, width: size.width)
    let prepared = PreparedField(field)
    table.heading("SELECTING \(size.keep) OF \(size.tokens), SHARED MATRICES GIVEN")
    for type in StrategyCatalog.all {
      await table.measure(
        row(type.name, ConfiguredStrategy(type), prepared, size.keep) { prepared })
    }
    await compareThinning(prepared, size.keep, in: &table)
    table.heading("SELECTING \(size.keep) OF \(size.tokens), FROM FEATURES")
    for type in StrategyCatalog.all {
      await table.measure(
        row(type.name, ConfiguredStrategy(type), prepared, size.keep) { PreparedField(field) })
    }
    await table.measure(
      row(
        "agilepruner, fixed threshold", try? StrategyCatalog.make("agilepruner:signal=none"),
        prepared, size.keep
      ) { PreparedField(field) })
    await comparePlans(prepared, size, in: &table)
  }
}

/// Plan and selection of one strategy, with the merged tokens of those that merge.
private func row(
  _ title: String, _ strategy: ConfiguredStrategy?, _ known: PreparedField, _ keep: Int,
  _ field: @escaping () -> PreparedField
) -> Row {
  func selected(_ field: PreparedField) -> Double {
    guard let selection = try? strategy?.strategy.plan(for: field).selection(keeping: keep) else {
      return -1
    }
    let merged = selection.merging?.features(of: field)?.elements.last ?? 0
    return selection.checksum + merged
  }
  // The first answer is the right one for all that follow; that it is right is for the tests.
  return Row(title, expecting: selected(known)) { selected(field()) }
}

/// VisPruner with its neighbour lists against the definition read literally.
private func compareThinning(
  _ field: PreparedField, _ keep: Int, in table: inout Table
) async {
  guard let cosines = field.cosines(in: .features), let order = field.attentionOrder,
    let plan = try? VisPruner().plan(for: field)
  else { return }
  let expected = (try? plan.selection(keeping: keep))?.checksum ?? -1
  await table.compare([
    Row("vispruner, one more budget", expecting: expected) {
      (try? plan.selection(keeping: keep))?.checksum ?? -1
    },
    Row("vispruner, every row read anew", expecting: expected) {
      Selection(kept: plainThinning(order, cosines, keeping: keep)).checksum
    },
  ])
}

/// Another budget against all anew, for the strategies that order all tokens once.
private func comparePlans(
  _ field: PreparedField, _ size: SelectionCase, in table: inout Table
) async {
  for type in StrategyCatalog.all {
    let strategy = ConfiguredStrategy(type).strategy
    guard strategy.promises.contains(.prefixConsistent),
      let plan = try? strategy.plan(for: field),
      let expected = (try? plan.selection(keeping: size.keep))?.checksum
    else { continue }
    await table.compare([
      Row("\(type.name), one more budget", expecting: expected) {
        (try? plan.selection(keeping: size.keep))?.checksum ?? -1
      },
      Row("\(type.name), planned again", expecting: expected) {
        (try? strategy.plan(for: field).selection(keeping: size.keep))?.checksum ?? -1
      },
    ])
  }
}

extension Selection {
  /// A number that depends on every kept token.
  fileprivate var checksum: Double {
    var sum = kept.count
    for token in kept { sum = (sum &* 31 &+ token) % 1_000_003 }
    return Double(sum)
  }
}
