/// All metrics of kept sets, in the order of tables and files.
public enum MetricCatalog {
  /// The metrics.
  public static let all: [any TokenMetric.Type] = [
    KeptErank.self, AttentionMass.self, Coverage.self, MinDistance.self, PaddingShare.self,
  ]
}
