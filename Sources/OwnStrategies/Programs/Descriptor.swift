internal import Glibc

/// An open file of this process, closed when nobody holds it any more.
final class Descriptor {
  /// Its number, above those of the standard files.
  let number: Int32

  /// Takes over a file and marks it as one that programs do not inherit.
  ///
  /// - Parameter number: Its number; a standard one is exchanged for another, since a program's own
  ///   standard files take those places.
  /// - Throws: A problem when there is no further number.
  init(_ number: Int32) throws(OwnStrategyError.Problem) {
    guard number <= STDERR_FILENO else {
      self.number = number
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
      return
    }
    self.number = fcntl(number, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let code = errno
    close(number)
    if self.number < 0 { throw .system(action: "open a pipe to it", code: code) }
  }

  deinit { close(number) }

  /// Makes reading and writing return instead of waiting.
  func stopBlocking() throws(OwnStrategyError.Problem) {
    let flags = fcntl(number, F_GETFL)
    guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) == 0 else {
      throw .system(action: "open a pipe to it", code: errno)
    }
  }

  /// What reading came to.
  enum Piece {
    case bytes([UInt8])
    case nothingYet
    case end
  }

  /// Reads what is there, up to 64 KiB; an error is an end.
  func read() -> Piece {
    while true {
      var code: Int32 = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
        let count = Glibc.read(number, buffer.baseAddress, buffer.count)
        code = count < 0 ? errno : 0
        filled = max(0, count)
      }
      if !bytes.isEmpty { return .bytes(bytes) }
      if code == EAGAIN { return .nothingYet }
      if code != EINTR { return .end }
    }
  }
}

/// Two ends of a pipe.
struct Pipe {
  /// Where it is read.
  let reading: Descriptor
  /// Where it is written.
  let writing: Descriptor

  /// Opens a pipe.
  init() throws(OwnStrategyError.Problem) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .system(action: "open a pipe to it", code: errno) }
    // Both are owned before either can fail, so that neither is left open.
    let results = ends.map { end in
      Result { () throws(OwnStrategyError.Problem) in try Descriptor(end) }
    }
    reading = try results[0].get()
    writing = try results[1].get()
  }
}
