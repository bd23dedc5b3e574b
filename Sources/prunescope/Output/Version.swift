/// The program's version, as `--version` and exported files tell it.
enum Version {
  /// Major, minor and patch.
  static let text = "0.1.0"
}
