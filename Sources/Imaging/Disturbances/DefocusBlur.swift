import Glibc

/// Blurs as a lens out of focus does: every point becomes a disc.
///
/// The kernel is a disc of equal weights whose edge is softened by a small Gaussian. Beyond its edge
/// the picture is mirrored, without repeating the outermost pixel.
///
/// The weights sum to 1. (Those of the published code sum to 1.004 at severity 4, whose disc touches
/// the edge of its kernel.)
///
/// Of the severities 1...5 the discs have radii of 3, 4, 6, 8 and 10 pixels ([ImageNet-C]'s
/// `defocus_blur`, one of its fifteen standard kinds; its `gaussian_blur` is an extra).
///
/// [ImageNet-C]: https://arxiv.org/abs/1903.12261
public struct DefocusBlur: ImageDisturbance {
  /// `blur`.
  public let name = "blur"
  /// What is done.
  public let summary = "every point becomes a disc, as out of focus"
  /// The radii.
  public let strengths = "radius 3, 4, 6, 8, 10 pixels"

  /// The radius of the disc, and the standard deviation of the Gaussian that softens its edge.
  private static let constants: [(radius: Int, softening: Double)] = [
    (3, 0.1), (4, 0.5), (6, 0.5), (8, 0.5), (10, 0.5),
  ]

  /// Creates the disturbance.
  public init() {}

  /// Returns the blurred picture.
  ///
  /// - Parameters:
  ///   - image: Any picture.
  ///   - severity: In 1...5.
  /// - Returns: A picture of the same size; one of a single colour is unchanged.
  /// - Complexity: O(r²) for each sample, with a radius of r pixels.
  public func disturbed(_ image: Image, severity: Int) -> Image {
    let (radius, softening) = ImageDisturbances.strength(severity, of: Self.constants)
    guard !image.samples.isEmpty else { return image }
    return DiscKernel(radius: radius, softening: softening).applied(to: image)
  }
}

/// A disc of weights that sum to 1, symmetric along both axes.
struct DiscKernel {
  /// How far it reaches from its middle: 8, or the radius where that is more.
  let reach: Int
  /// The weights of one quarter, from the middle outwards, row after row: `(reach + 1)²` of them.
  let quarter: [Float]

  /// Creates a kernel.
  ///
  /// - Parameters:
  ///   - radius: The radius of the disc in pixels.
  ///   - softening: The standard deviation of the Gaussian, in pixels.
  init(radius: Int, softening: Double) {
    let reach = max(radius, 8)
    let side = 2 * reach + 1
    let tail = radius <= 8 ? 1 : 2
    let inside = (0..<(side * side)).map { place in
      let (y, x) = (place / side - reach, place % side - reach)
      return x * x + y * y <= radius * radius
    }
    let weight = 1 / Double(inside.count { $0 })
    let gauss = (-tail...tail).map { exp(-Double($0 * $0) / (2 * softening * softening)) }
    let sum = gauss.reduce(0, +)

    // The kernel is itself mirrored at its edge; where the disc touches the edge this matters.
    func soft(_ values: [Double], _ step: Int) -> [Double] {
      values.indices.map { place in
        let along = place / step % side
        return (-tail...tail).reduce(0) { total, shift in
          let from = mirrored(along + shift, count: side)
          return total + gauss[shift + tail] / sum * values[place + (from - along) * step]
        }
      }
    }
    let kernel = soft(soft(inside.map { $0 ? weight : 0 }, 1), side)
    let total = kernel.reduce(0, +)
    let weights = kernel.map { $0 / total }
    quarter = (0...reach).flatMap { y in
      let middle = (reach + y) * side + reach
      return weights[middle...(middle + reach)].map(Float.init)
    }
    self.reach = reach
  }

  /// Averages the pixels around every one.
  func applied(to image: Image) -> Image {
    let row = 3 * image.width
    let margin = 3 * reach
    var samples: [UInt8] = []
    samples.reserveCapacity(image.samples.count)
    var line = [Float](repeating: 0, count: row + 2 * margin)
    for y in 0..<image.height {
      var sums = [Float](repeating: 0, count: row)
      for down in 0...reach {
        let weights = quarter[(down * (reach + 1))...].prefix(reach + 1)
        guard let last = weights.lastIndex(where: { $0 != 0 }) else { continue }
        fill(&line, image, y, down)
        for (across, weight) in weights[...last].enumerated() {
          add(weight, line, shiftedBy: 3 * across, to: &sums)
        }
      }
      samples += sums.map(nearestSample)
    }
    return Image(width: image.width, height: image.height, samples: samples)
  }

  /// The sum of the two rows that lie so far above and below, with mirrored margins.
  private func fill(_ line: inout [Float], _ image: Image, _ y: Int, _ down: Int) {
    let row = 3 * image.width
    let above = row * mirrored(y - down, count: image.height)
    let below = row * mirrored(y + down, count: image.height)
    let share: Float = down == 0 ? 0.5 : 1
    let margin = 3 * reach
    for place in 0..<row {
      line[margin + place] =
        share * (Float(image.samples[above + place]) + Float(image.samples[below + place]))
    }
    for pixel in 1...reach {
      let left = margin + 3 * mirrored(-pixel, count: image.width)
      let right = margin + 3 * mirrored(image.width - 1 + pixel, count: image.width)
      for channel in 0..<3 {
        line[margin - 3 * pixel + channel] = line[left + channel]
        line[margin + row + 3 * (pixel - 1) + channel] = line[right + channel]
      }
    }
  }

  /// Adds the samples at both sides of each, weighted.
  private func add(
    _ weight: Float, _ line: [Float], shiftedBy shift: Int, to sums: inout [Float]
  ) {
    let share = shift == 0 ? weight / 2 : weight
    let margin = 3 * reach
    let left = line.span.extracting((margin - shift)..<(margin - shift + sums.count))
    let right = line.span.extracting((margin + shift)..<(margin + shift + sums.count))
    var target = sums.mutableSpan
    for place in 0..<left.count { target[place] += share * (left[place] + right[place]) }
  }
}

/// The place inside `0..<count` that mirrors one outside, without repeating the outermost.
package func mirrored(_ place: Int, count: Int) -> Int {
  guard count > 1 else { return 0 }
  let period = 2 * (count - 1)
  let folded = ((place % period) + period) % period
  return min(folded, period - folded)
}
