import CPNG

/// The libraries that decode pictures.
public enum ImageLibraries {
  /// The formats that can be read.
  public static let decoders = ["PNG", "JPEG"]

  /// The version of libpng that the program runs with; TurboJPEG tells none.
  public static var pngVersion: String { String(cString: cpng_version()) }
}
