public import Checkpoints
public import Encoders
public import ImageFiles
public import LocalFiles

/// The reasons a path is no sample, or a sample cannot be read.
public enum SampleError: Error, Sendable, Equatable {
  /// The file or folder itself.
  case file(FileError)
  /// The image.
  case image(ImageFileError)
  /// The dump.
  case dump(DumpError)
  /// The path is neither an image, a dump, a folder nor a list.
  case notASample(path: String)
  /// The folder holds no sample.
  case emptyFolder(path: String)
  /// The file's name is not UTF-8, so that it cannot be opened.
  case nameNotUTF8(path: String)
  /// The list is empty or not UTF-8, or names another list.
  case badList(path: String, reason: String)
  /// The checkpoint that encoders are made of.
  case checkpoint(CheckpointError)
  /// The encoder did not give tokens.
  case encoding(EncodingError)
  /// The averages that were asked for are those of another encoder.
  case otherCalibration(source: String, encoder: String, measured: String)
}

extension SampleError: CustomStringConvertible {
  /// A message of one line: where, what is wrong, what would be right.
  public var description: String {
    switch self {
    case .file(let error): error.description
    case .image(let error): error.description
    case .dump(let error): error.description
    case .notASample(let path):
      "\(path): not a sample; name a .png or .jpg image, a .npz or .safetensors dump, a folder, or "
        + "a .txt list of such paths"
    case .emptyFolder(let path):
      "\(path): no image (.png, .jpg) and no dump (.npz, .safetensors, .npy) in this folder; "
        + "--recursive looks into folders below"
    case .nameNotUTF8(let path):
      "\(path): the file's name is not UTF-8; rename it"
    case .badList(let path, let reason):
      "\(path): \(reason)"
    case .checkpoint(let error): error.description
    case .encoding(let error): error.description
    case .otherCalibration(let source, let encoder, let measured):
      "\(source): its tokens are of '\(encoder)', but the calibration is of '\(measured)'; measure "
        + "this encoder's with 'prunescope study scale'"
    }
  }
}
