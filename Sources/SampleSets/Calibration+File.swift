public import LocalFiles
public import TokenFields

/// The reasons a file holds no calibration.
public enum CalibrationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file itself.
  case file(FileError)
  /// The file's content.
  case malformed(path: String, problem: CalibrationProblem)

  /// A message of one line: where, what is wrong, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .malformed(let path, let problem):
      "\(path): \(problem); name a calibration.json that 'prunescope study scale' wrote"
    }
  }
}

extension Calibration {
  /// The largest file that is read; one has 0.2 kB.
  private static let byteLimit = 1 << 16

  /// Reads a calibration.
  ///
  /// - Parameter path: The file.
  /// - Throws: ``CalibrationError`` for a file that is missing, and for one that is no calibration or
  ///   has values that are none.
  public init(path: String) throws(CalibrationError) {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: Self.byteLimit)
    } catch {
      throw .file(error)
    }
    do throws(CalibrationProblem) {
      try self.init(json: bytes[...])
    } catch {
      throw .malformed(path: path, problem: error)
    }
  }
}
