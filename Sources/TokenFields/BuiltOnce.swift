import Synchronization

/// A value that is built at its first use, once, whoever asks first.
///
/// Others who ask meanwhile wait for the one that builds.
final class BuiltOnce<Value: Sendable>: Sendable {
  private let stored = Mutex<Value?>(nil)

  /// The value, building it if nobody has yet.
  func value(_ build: () -> Value) -> Value {
    stored.withLock { value in
      if let value { return value }
      let built = build()
      value = built
      return built
    }
  }
}
