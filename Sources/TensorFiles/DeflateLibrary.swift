import CZlib

/// The library that inflates and deflates.
public enum DeflateLibrary {
  /// The version of zlib that the program runs with.
  public static var version: String { String(cString: czlib_version()) }
}
