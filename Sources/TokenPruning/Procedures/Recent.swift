internal import Synchronization

/// What was last computed of a plan's budgets: readers often ask again for the same one.
final class Recent<Key: Equatable & Sendable, Value: Sendable>: Sendable {
  private let last = Mutex<(key: Key, value: Value)?>(nil)

  /// The value of a key, made anew unless it is the last one that was made.
  func value(for key: Key, make: () -> Value) -> Value {
    if let known = last.withLock({ $0?.key == key ? $0?.value : nil }) { return known }
    // Outside of the lock, so that others need not wait; if two make the same, either may stay.
    let value = make()
    last.withLock { $0 = (key, value) }
    return value
  }
}
