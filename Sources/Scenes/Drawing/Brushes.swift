import Glibc
import Imaging

typealias Point = Canvas.Point
typealias Path = Canvas.Path
typealias Paint = Canvas.Paint
typealias Stop = Canvas.Stop

/// The way of painting that several scenes share.
extension Canvas {
  /// A soft dark spot under a thing that stands or lies.
  mutating func castShadow(
    center: Point, radiusX: Double, radiusY: Double, opacity: Double = 0.35,
    color: RGB = .black
  ) {
    let reach = 1.25
    fillEllipse(
      center: center, radiusX: radiusX * reach, radiusY: radiusY * reach,
      with: .function { place in
        let (x, y) = ((place.x - center.x) / radiusX, (place.y - center.y) / radiusY)
        let fade = max(0, 1 - (x * x + y * y) / (reach * reach))
        return (color, opacity * fade * fade * (3 - 2 * fade))
      })
  }

  /// A soft shadow of a sheet or box: the same outline, moved and blurred.
  mutating func dropShadow(
    x: Double, y: Double, width: Double, height: Double, blur: Double, opacity: Double
  ) {
    let rings = 7
    for ring in 0..<rings {
      let grow = blur * (Double(ring) / Double(rings - 1) - 0.4)
      let shape = Path.roundedRectangle(
        x: x - grow, y: y - grow, width: width + 2 * grow, height: height + 2 * grow,
        radius: max(2, grow + blur * 0.5))
      fill(shape, with: .solid(.black), opacity: opacity / Double(rings))
    }
  }

  /// A ball lit from the upper left.
  mutating func fillBall(center: Point, radius: Double, color: RGB) {
    fillCircle(
      center: center, radius: radius,
      with: .radial(
        center: center + Point(-0.35, -0.4) * radius, radius: radius * 1.55,
        stops: [
          Stop(0, color.mixed(with: .white, share: 0.55)), Stop(0.35, color),
          Stop(1, color.mixed(with: .black, share: 0.55)),
        ]))
  }

  /// A path filled with light on the left and shade on the right, as on something round.
  mutating func fillRound(_ path: Path, color: RGB, from left: Double, to right: Double) {
    fill(
      path,
      with: .linear(
        from: Point(left, 0), to: Point(right, 0),
        stops: [
          Stop(0, color.mixed(with: .black, share: 0.18)),
          Stop(0.3, color.mixed(with: .white, share: 0.22)), Stop(0.6, color),
          Stop(1, color.mixed(with: .black, share: 0.38)),
        ]))
  }

  /// The corners made a little darker, as by a lens.
  mutating func vignette(_ strength: Double) {
    let center = Point(Double(width) / 2, Double(height) / 2)
    fillAll(
      with: .radial(
        center: center, radius: center.length,
        stops: [Stop(0.55, .black, opacity: 0), Stop(1, .black, opacity: strength)]))
  }

  /// A crown of leaves: many small dabs, light above and dark below.
  mutating func foliage(
    center: Point, radiusX: Double, radiusY: Double, color: RGB, dabs: Int,
    random: inout SceneRandom
  ) {
    fillEllipse(
      center: center, radiusX: radiusX * 0.88, radiusY: radiusY * 0.88,
      with: .solid(color.mixed(with: .black, share: 0.4)))
    for dab in 0..<dabs {
      let angle = random.between(0, 2 * .pi)
      let reach = random.unit().squareRoot()
      let place = Point(cos(angle) * radiusX * reach, sin(angle) * radiusY * reach)
      let light = 0.5 - 0.42 * place.y / radiusY - 0.18 * place.x / radiusX
      // Later dabs are lighter, so that light leaves lie over dark ones.
      let step = light * 0.6 + 0.4 * Double(dab) / Double(dabs) + random.between(-0.12, 0.12)
      let tone =
        step < 0.5
        ? color.mixed(with: .black, share: (0.5 - step) * 0.9)
        : color.mixed(with: RGB(hex: 0xF4F0A0), share: (step - 0.5) * 0.7)
      let size = random.between(0.07, 0.14) * min(radiusX, radiusY)
      fillEllipse(
        center: center + place, radiusX: size * 1.5, radiusY: size,
        turned: random.between(0, .pi), with: .solid(tone))
    }
  }

  /// Clouds from noise, laid over what is there.
  mutating func clouds(
    _ noise: Noise, top: Double, bottom: Double, scale: Double, amount: Double, color: RGB
  ) {
    fillRectangle(
      x: 0, y: top, width: Double(width), height: bottom - top,
      with: .function { place in
        let fade = min(1, (bottom - place.y) / (bottom - top) * 2)
        let value = noise.fractal(place.x / scale, place.y / scale * 2.4, octaves: 4)
        return (color, min(max((value - 1 + amount) * 3.2 * fade, 0), 0.92))
      })
  }
}

extension RGB {
  /// The colour a little lighter (positive) or darker (negative); ±1 is white or black.
  func shaded(_ amount: Double) -> RGB {
    amount >= 0 ? mixed(with: .white, share: amount) : mixed(with: .black, share: -amount)
  }
}
