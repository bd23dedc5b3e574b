import Dispatch

/// Runs tasks that wait for other programs, on threads of their own.
///
/// The threads on which tasks run otherwise are as many as cores; two programs that take their time
/// would keep every sample and every other strategy waiting.
final class WaitingExecutor: TaskExecutor {
  private let queue = DispatchQueue(label: "prunescope.programs", attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}
