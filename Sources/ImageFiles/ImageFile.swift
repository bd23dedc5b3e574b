public import Imaging
import LocalFiles

/// Picture files: PNG and JPEG to read, PNG to write.
///
/// The samples are taken as sRGB: gamma, colour profiles and other ancillary data are ignored, as
/// the preprocessing of vision encoders ignores them.
///
/// | stored | becomes |
/// |---|---|
/// | grey, palette | red, green, blue |
/// | 1, 2, 4 bits | `v · 255 / (2^bits − 1)`, which is exact |
/// | 16 bits | `v · 255 / 65535`, rounded to nearest |
/// | alpha `a` | `(a · v + (255 − a) · background) / 255`, rounded to nearest; or dropped |
/// | CMYK, YCCK | inks of a JPEG are stored inverted; each colour is `ink · black / 255`, rounded |
/// | EXIF orientation of a JPEG | the picture turned and mirrored upright |
public enum ImageFile {
  /// The most pixels along a side: more than any camera or scanner panorama that a token grid
  /// could still show, and far below where products of sides and samples could overflow.
  public static let maximumSide = 32_768

  /// The most pixels of a picture: the largest cameras make as many, and three samples of each
  /// are 300 MB, which this program can be asked to hold.
  public static let maximumPixels = 100_000_000

  /// The most bytes of a file: above ``maximumPixels`` of four uncompressed 16-bit samples.
  public static let maximumFileBytes = 1 << 30

  /// The end of the names, in lower case and without the dot, that picture files have.
  public static let extensions: [String] = ["png", "jpg", "jpeg"]

  /// Whether a path has the name of a picture file, for choosing files in a folder.
  ///
  /// - Parameter path: A path or a name; nothing needs to lie there.
  /// - Returns: True when the last component has a known extension, in any case, after a stem.
  public static func recognises(_ path: String) -> Bool {
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return false }
    return extensions.contains(name[name.index(after: dot)...].lowercased())
  }

  /// Reads a picture file; its first bytes tell the format.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - background: What is seen through transparent pixels; nil to drop alpha and show the colours
  ///     that are stored beneath it.
  /// - Returns: The picture as opaque 8-bit RGB, upright.
  /// - Throws: ``ImageFileError`` with the path.
  public static func load(
    _ path: String, background: RGB? = RGB(grey: 255)
  ) throws(ImageFileError) -> DecodedImage {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try LocalFile.read(path, limit: maximumFileBytes)
    } catch { throw .unreadable(error) }
    do throws(ImageFileError.Problem) {
      return try decode(bytes, background: background)
    } catch { throw .refused(path: path, error) }
  }

  /// Decodes the content of a picture file; its first bytes tell the format.
  ///
  /// The sizes in the header are checked before memory for pixels is taken. A PNG without
  /// transparency takes 3 bytes for a pixel and one with it 4; a JPEG takes 3, or 4 for CMYK, and
  /// as many again when an orientation is applied (libjpeg adds its own for a progressive one).
  ///
  /// - Parameters:
  ///   - bytes: The whole content of the file. What follows the end of the picture is ignored.
  ///   - background: What is seen through transparent pixels; nil to drop alpha and show the colours
  ///     that are stored beneath it.
  /// - Returns: The picture as opaque 8-bit RGB, upright.
  /// - Throws: ``ImageFileError/Problem``; no part of a cut-off or damaged picture is returned.
  public static func decode(
    _ bytes: [UInt8], background: RGB? = RGB(grey: 255)
  ) throws(ImageFileError.Problem) -> DecodedImage {
    switch try FileSignature.format(of: bytes) {
    case .png: try PNGDecoder.decode(bytes, background: background)
    case .jpeg: try JPEGDecoder.decode(bytes)
    }
  }

  /// Checks the sides of a picture against the limits; nothing is allocated before.
  static func checkSides(width: Int, height: Int) throws(ImageFileError.Problem) {
    guard width > 0, height > 0 else { throw .noPixels(width: width, height: height) }
    guard width <= maximumSide, height <= maximumSide else {
      throw .sideTooLong(width: width, height: height)
    }
    guard width * height <= maximumPixels else {
      throw .tooManyPixels(width: width, height: height)
    }
  }
}
