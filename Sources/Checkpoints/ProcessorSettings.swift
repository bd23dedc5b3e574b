import Encoders
import TensorFiles
import TextData

/// What a checkpoint's image processor does, from `preprocessor_config.json`.
///
/// Where the file says nothing, `config.json` and the tower itself do: the size of the view is then
/// `image_size`, else that of the position embeddings; mean and deviation are those of the family.
///
/// Source: the image processors of transformers 4.57.
struct ProcessorSettings {
  /// The whole description.
  private(set) var processing: ImageProcessing
  /// Remarks about what the file asks for and is not done.
  private(set) var notes: [String] = []
  private let file: Settings?
  private let model: ModelSettings

  /// The largest side of a view; the largest published one is 896.
  private static let sideLimit = 4096

  /// Reads the settings in the first folder that has any.
  init(
    in folders: [String], model: ModelSettings, shape: TowerShape
  ) throws(CheckpointError) {
    self.model = model
    if let own = try Settings.first("preprocessor_config.json", in: folders) {
      file = own
    } else {
      file = try Settings.first("processor_config.json", in: folders)?.object("image_processor")
    }
    let isCLIP = shape.family == .clip
    let trained = shape.positionSide * shape.patchSide
    // 384 pixels are 27 patches of 14 and 6 pixels more.
    let isSo400m = !isCLIP && shape.width == 1152 && trained == 378
    let side =
      try model.vision?.integer("image_size", in: 1...Self.sideLimit)
      ?? (isSo400m ? 384 : trained)
    processing = ImageProcessing(
      width: side, height: side,
      mean: isCLIP ? ImageProcessing.clipMean : [0.5, 0.5, 0.5],
      deviation: isCLIP ? ImageProcessing.clipDeviation : [0.5, 0.5, 0.5],
      mode: isCLIP ? .hfCrop : .stretch)
    if file == nil, model.vision?.has("image_size") != true {
      notes.append("no settings tell the size of the view; \(side)×\(side) is assumed")
    }
    try readSize()
    try readColours()
    try readMode()
    processing.gridPinpoints = try GridPinpoints.read(
      model: model, processor: file, side: processing.width)
    guard min(processing.width, processing.height) >= shape.patchSide else {
      throw .unsupported(
        path: file?.path ?? model.file?.path ?? "",
        reason: "a view of \(processing.width)×\(processing.height) has no patch of "
          + "\(shape.patchSide) pixels")
    }
  }

  private mutating func readSize() throws(CheckpointError) {
    guard let file else { return }
    let size = try sides("size")
    let crop = try file.flag("do_center_crop") == false ? nil : sides("crop_size")
    guard let view = crop ?? size else { return }
    processing.width = view.width
    processing.height = view.height
    if let size, let crop, min(size.width, size.height) != min(crop.width, crop.height) {
      notes.append(
        "the processor resizes to \(min(size.width, size.height)) pixels before it crops "
          + "\(crop.width)×\(crop.height); here the view is resized to what it shows")
    }
  }

  /// A size: one number, the shorter edge, or height and width.
  private func sides(_ name: String) throws(CheckpointError) -> (width: Int, height: Int)? {
    guard let file, let value = file.value(name) else { return nil }
    let range = 1...Self.sideLimit
    if case .object = value, let parts = try file.object(name) {
      if let edge = try parts.integer("shortest_edge", in: range) { return (edge, edge) }
      if let height = try parts.integer("height", in: range),
        let width = try parts.integer("width", in: range)
      {
        return (width, height)
      }
      throw file.problem(name, "a number, 'shortest_edge', or 'height' and 'width'")
    }
    return try file.integer(name, in: range).map { ($0, $0) }
  }

  private mutating func readColours() throws(CheckpointError) {
    guard let file else { return }
    if try file.flag("do_normalize") == false {
      processing.mean = [0, 0, 0]
      processing.deviation = [1, 1, 1]
    } else {
      if let mean = try file.channels("image_mean", in: 0...1) { processing.mean = mean }
      if let deviation = try file.channels("image_std", in: 1e-3...1e3) {
        processing.deviation = deviation
      }
    }
    let filter = try file.integer("resample", in: 0...10) ?? 3
    if filter != 3 {
      notes.append("the processor resizes with filter \(filter); here bicubic is used")
    }
    let factor = try file.number("rescale_factor") ?? 1 / 255
    if try file.flag("do_rescale") == false || abs(factor * 255 - 1) > 1e-6 {
      notes.append("the processor does not divide bytes by 255; here they are")
    }
  }

  /// How images are brought to the view: what LLaVA's settings say, else what the processor's class
  /// does, else what the family's does.
  private mutating func readMode() throws(CheckpointError) {
    let own = try file?.text("aspect_ratio_setting", "image_aspect_ratio")
    let aspect = model.facts.aspectRatio ?? own
    let processor = try file?.text("image_processor_type", "feature_extractor_type")
    // LLaVA-NeXT's processor means something else by the same word.
    let pads = try file?.flag("do_pad") ?? false
    let isPlainLLaVA =
      processor?.hasPrefix("LlavaImageProcessor") ?? (model.modelType == "llava")
    if aspect == "pad" || (pads && isPlainLLaVA && aspect == nil) {
      processing.mode = .llavaPad
    } else if let processor {
      if processor.hasPrefix("Siglip") || processor.hasPrefix("LlavaOnevision") {
        processing.mode = .stretch
      } else if processor.hasPrefix("CLIP") || processor.hasPrefix("Llava") {
        processing.mode = try file?.flag("do_center_crop") ?? true ? .hfCrop : .stretch
      }
    }
  }
}
