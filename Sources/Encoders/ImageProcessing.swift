public import Imaging

/// What a model's image processor does to pixels: its view's size and its normalisation.
///
/// Source: `CLIPImageProcessor` and `SiglipImageProcessor` of transformers 4.57; a checkpoint's
/// `preprocessor_config.json` has the numbers.
public struct ImageProcessing: Sendable, Hashable {
  /// Pixels in a row of the view.
  public var width: Int
  /// Rows of the view.
  public var height: Int
  /// What is subtracted from red, green and blue in 0...1.
  public var mean: [Double]
  /// What the differences are divided by.
  public var deviation: [Double]
  /// How images are brought to the view's size unless somebody asks for another way.
  public var mode: PreprocessMode
  /// The sizes in pixels that LLaVA-NeXT may cut into tiles; empty for other models.
  ///
  /// Their order breaks ties. LLaVA's own files list width and height of each, the
  /// `preprocessor_config.json` of transformers height and width. See ``tileableSizes``.
  public var gridPinpoints: [GridPinpoint]

  /// A size that an image may be brought to before it is cut into tiles.
  public struct GridPinpoint: Sendable, Hashable {
    /// Pixels in a row.
    public var width: Int
    /// Rows of pixels.
    public var height: Int

    /// Creates a size.
    public init(width: Int, height: Int) {
      self.width = width
      self.height = height
    }
  }

  /// Creates a description.
  public init(
    width: Int, height: Int, mean: [Double], deviation: [Double], mode: PreprocessMode,
    gridPinpoints: [GridPinpoint] = []
  ) {
    self.width = width
    self.height = height
    self.mean = mean
    self.deviation = deviation
    self.mode = mode
    self.gridPinpoints = gridPinpoints
  }

  /// OpenAI's mean of red, green and blue.
  public static let clipMean = [0.48145466, 0.4578275, 0.40821073]
  /// OpenAI's standard deviation of red, green and blue.
  public static let clipDeviation = [0.26862954, 0.26130258, 0.27577711]

  /// The processing of OpenAI's CLIP models.
  ///
  /// - Parameters:
  ///   - width: Pixels in a row of the view.
  ///   - height: Rows of the view.
  ///   - mode: How images are brought to the view's size.
  /// - Returns: A description without sizes for tiles.
  public static func clip(
    width: Int = 336, height: Int = 336, mode: PreprocessMode = .llavaPad
  ) -> ImageProcessing {
    ImageProcessing(
      width: width, height: height, mean: clipMean, deviation: clipDeviation, mode: mode)
  }

  /// The colour of padding: the mean as bytes, `int(255 · mean)` of each channel.
  ///
  /// CLIP's is (122, 116, 104), and a mean of 0.5 makes 127. A mean outside 0...1 is held to it.
  public var paddingColour: RGB {
    func level(_ channel: Int) -> UInt8 {
      let level = 255 * mean[channel]
      return level > 0 ? UInt8(min(level, 255)) : 0
    }
    return RGB(level(0), level(1), level(2))
  }
}
