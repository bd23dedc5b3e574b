internal import Encoders
internal import Imaging
internal import LocalFiles
internal import TokenFields

/// Keeps the tokens that models computed, so that an image is encoded once.
///
/// A result is a dump whose name tells what it was computed from: the views' pixels, the checkpoint's
/// files, the hidden state and the way of preparing. Nothing else decides whether it is found, so a
/// renamed photograph is, and one that was retouched is not. Several processes may share the folder:
/// files appear whole, and one that another process removed was simply not kept.
public struct EncodingCache: Sendable, Hashable {
  /// The folder.
  public let folder: String
  /// The most bytes that are kept; beyond, those go that were not used for longest.
  public let limit: Int

  /// The most bytes that are kept unless somebody says otherwise: 4 GiB, about 250 photographs of
  /// LLaVA-1.5's tokens.
  public static let usualLimit = 4 << 30

  /// Changes when the same input would give other tokens, or a dump another form.
  private static let version = "1"

  private static let ending = ".safetensors"

  /// Creates a cache; the folder is made when something is kept.
  public init(folder: String, limit: Int = usualLimit) {
    self.folder = folder
    self.limit = limit
  }

  /// The tokens of an image, if they were kept.
  ///
  /// - Parameters:
  ///   - prepared: What the encoder looks at.
  ///   - encoder: The encoder.
  /// - Returns: Its tokens; nil where nothing was kept, or what was is damaged.
  func field(of prepared: PreparedImage, by encoder: any ImageEncoder) -> TokenField? {
    guard let path = path(of: prepared, by: encoder), LocalFile.kind(of: path) == .file,
      let dump = try? DumpReader.read(path)
    else { return nil }
    var field = dump.field
    // Whoever may write into the folder may have put another dump there.
    guard field.grid.tiles == prepared.tiles.count, field.grid.rows <= prepared.view.height,
      field.grid.columns <= prepared.view.width
    else { return nil }
    LocalFile.touch(path)
    // The checkpoint may have been called otherwise when the tokens were kept.
    field.encoder = encoder.name
    // Kept in single precision; what the image says is exact.
    field.paddingFraction = prepared.paddingFraction(grid: field.grid)
    return field
  }

  /// Keeps the tokens of an image; where that cannot be done nothing is kept.
  func keep(_ field: TokenField, of prepared: PreparedImage, by encoder: any ImageEncoder) {
    guard let path = path(of: prepared, by: encoder) else { return }
    let bytes = DumpWriter.bytes(of: field, format: .safetensors)
    guard bytes.count <= limit else { return }
    do throws(FileError) {
      try LocalFile.makeFolder(folder)
      try LocalFile.write(bytes, to: path)
    } catch {
      return
    }
    removeOldest(besides: path)
  }

  private func path(of prepared: PreparedImage, by encoder: any ImageEncoder) -> String? {
    guard let fingerprint = encoder.fingerprint else { return nil }
    var content = Array("\(Self.version)\n\(fingerprint)\n\(prepared.mode.rawValue)\n".utf8)
    for tile in prepared.tiles {
      content += Array("\(tile.view.width) \(tile.view.height)\n".utf8)
      content += tile.view.samples
    }
    return "\(folder)/\(ContentHash(content))\(Self.ending)"
  }

  /// Removes what was not used for longest until the rest fits.
  private func removeOldest(besides newest: String) {
    guard let names = try? LocalFile.names(in: folder).names else { return }
    var files = names.filter { $0.hasSuffix(Self.ending) }.compactMap { name in
      LocalFile.stamp(of: "\(folder)/\(name)").map { (path: "\(folder)/\(name)", stamp: $0) }
    }
    var total = files.reduce(0) { $0 + $1.stamp.size }
    files.sort { $0.stamp.modified < $1.stamp.modified }
    for file in files where total > limit && file.path != newest {
      guard (try? LocalFile.remove(file.path)) != nil else { continue }
      total -= file.stamp.size
    }
  }
}
