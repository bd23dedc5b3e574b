import Dispatch
import Synchronization

/// How many cores an operation uses, and how its parts are handed out.
///
/// BLAS itself computes with one thread: operations are cut into parts instead, each multiplied by a
/// caller of its own. That keeps activations beside the products they belong to, and no thread of a
/// library spins while others work.
public struct Workers: Sendable, Hashable {
  /// How many parts are computed at the same time, 1 or more.
  public let count: Int

  /// Creates a number of workers.
  public init(_ count: Int) {
    precondition(count > 0, "\(count) workers")
    self.count = count
  }

  /// Computes parts, each once, in any order; returns when all are done.
  ///
  /// - Parameters:
  ///   - parts: How many there are.
  ///   - body: Computes a part; it is told which, and which worker it runs on, from 0.
  func run(_ parts: Int, _ body: (_ part: Int, _ worker: Int) -> Void) {
    let used = min(count, parts)
    guard used > 1 else {
      for part in 0..<parts { body(part, 0) }
      return
    }
    let next = Atomic(0)
    withoutActuallyEscaping(body) { body in
      // Callers write to places that differ from part to part; none outlives this call.
      nonisolated(unsafe) let body = body
      DispatchQueue.concurrentPerform(iterations: used) { worker in
        while true {
          let part = next.wrappingAdd(1, ordering: .relaxed).oldValue
          guard part < parts else { return }
          body(part, worker)
        }
      }
    }
  }

  /// Cuts a length into stretches that are equal but for rounding, each a multiple of a step long but
  /// the last.
  func stretches(of length: Int, each step: Int, perWorker: Int = 1) -> [Range<Int>] {
    let wanted = max(1, count * perWorker)
    let steps = (length + step - 1) / step
    let size = max(1, (steps + wanted - 1) / wanted) * step
    return stride(from: 0, to: length, by: size).map { $0..<min($0 + size, length) }
  }
}
