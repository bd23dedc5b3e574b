import Synchronization

/// A value that is built at its first use, once, whoever asks first.
///
/// Others who ask meanwhile wait for the one that builds.
package struct BuiltOnce<Value: Sendable>: ~Copyable, Sendable {
  private let stored = Mutex<Value?>(nil)

  /// Creates a place for a value; nothing is built yet.
  package init() {}

  /// The value, building it if nobody has yet.
  ///
  /// - Parameter build: Makes the value; it must not ask for this same value.
  /// - Returns: What was built first.
  package func value(_ build: () -> Value) -> Value {
    stored.withLock { value in
      if let value { return value }
      let built = build()
      value = built
      return built
    }
  }
}

/// A value for each of the two feature spaces, each built at its first use.
struct BuiltOncePerSpace<Value: Sendable>: ~Copyable, Sendable {
  private let features = BuiltOnce<Value>()
  private let projected = BuiltOnce<Value>()

  /// The value of a space, building it if nobody has yet.
  func value(of space: FeatureSpace, _ build: () -> Value) -> Value {
    switch space {
    case .features: features.value(build)
    case .projected: projected.value(build)
    }
  }
}
