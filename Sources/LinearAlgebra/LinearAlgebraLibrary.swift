internal import COpenBLAS

/// The linear algebra library that the program runs with.
public enum LinearAlgebraLibrary {
  /// What OpenBLAS says of itself: version, build options and the kind of processor it chose.
  public static var configuration: String {
    openblas_get_config().map { String(cString: $0) } ?? "OpenBLAS"
  }

  /// How many threads it computes with.
  public static var threads: Int {
    _ = OpenBLAS.ready
    return Int(openblas_get_num_threads())
  }
}
