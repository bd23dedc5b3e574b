public import LocalFiles

/// The reasons a picture file can be refused, with the path it lies at.
public enum ImageFileError: Error, Sendable, Equatable {
  /// The file could not be read at all.
  case unreadable(FileError)
  /// The file was read, and its content is no picture that can be shown.
  case refused(path: String, Problem)

  /// The reasons the content of a picture file can be refused.
  public enum Problem: Error, Sendable, Equatable {
    /// There are no bytes.
    case empty
    /// The file is a picture of a kind that is not read.
    case otherFormat(name: String)
    /// The file begins like no kind of picture known here.
    case unrecognised(start: [UInt8])
    /// The header says that a side is 0.
    case noPixels(width: Int, height: Int)
    /// A side is longer than ``ImageFile/maximumSide``.
    case sideTooLong(width: Int, height: Int)
    /// There are more pixels than ``ImageFile/maximumPixels``.
    case tooManyPixels(width: Int, height: Int)
    /// The file is so short that even the best compression could not hold the picture.
    case tooFewBytes(width: Int, height: Int, bytes: Int)
    /// The file ends before the picture does.
    case truncated(ImageFormat, bytes: Int)
    /// The samples of a JPEG have another number of bits than 8.
    case samplePrecision(bits: Int)
    /// A JPEG is compressed in a way that is not read.
    case compression(name: String)
    /// The library that decodes the format refused, in its own words.
    case undecodable(ImageFormat, detail: String)
  }

  /// The path that the error is about.
  public var path: String {
    switch self {
    case .unreadable(let error): error.path
    case .refused(let path, _): path
    }
  }
}

extension ImageFileError: CustomStringConvertible {
  /// A message of one line: where, what is wrong with numbers, what would be right.
  public var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .refused(let path, let problem): "\(path): \(problem)"
    }
  }
}

extension ImageFileError.Problem: CustomStringConvertible {
  /// A message of one line: what is wrong with numbers, then what would be right.
  public var description: String {
    switch self {
    case .empty:
      "the file is empty; a PNG or a JPEG is needed"
    case .otherFormat(let name):
      "a \(name) picture; only PNG and JPEG are read, so convert it first"
    case .unrecognised(let start):
      "neither PNG nor JPEG: it begins with the bytes \(hexadecimal(start))"
    case .noPixels(let width, let height):
      "a picture of \(width)×\(height) pixels; both sides must be at least 1"
    case .sideTooLong(let width, let height):
      "a picture of \(width)×\(height) pixels; a side may have at most \(ImageFile.maximumSide)"
    case .tooManyPixels(let width, let height):
      "\(width)×\(height) is \(width * height) pixels; "
        + "at most \(ImageFile.maximumPixels) are read"
    case .tooFewBytes(let width, let height, let bytes):
      "a picture of \(width)×\(height) pixels cannot be held in \(bytes) bytes; "
        + "the file is cut off or its header is wrong"
    case .truncated(let format, let bytes):
      "the \(format.rawValue) is cut off after \(bytes) bytes, before the end of the picture; "
        + "a whole file is needed"
    case .samplePrecision(let bits):
      "a JPEG of \(bits)-bit samples; only 8-bit samples are read"
    case .compression(let name):
      "a \(name) JPEG; only baseline, extended and progressive JPEG are read"
    case .undecodable(let format, let detail):
      "a damaged or unusual \(format.rawValue) that cannot be decoded: \(detail)"
    }
  }
}

/// Bytes as pairs of hexadecimal digits with spaces between.
private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}
