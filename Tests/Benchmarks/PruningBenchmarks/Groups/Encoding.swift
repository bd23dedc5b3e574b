import Encoders
import Imaging
import LinearAlgebra
import Scenes
import TokenFields

/// An image to tokens, stage by stage.
func measureEncoding(in table: inout Table) async {
  guard let scene = SceneCatalog.scene(named: "street") else { return }
  let image = scene.draw()
  let encoder = HandcraftedEncoder()
  table.heading("ENCODING \(image.width)×\(image.height) PIXELS, HANDCRAFTED")
  let prepared = PreparedImage(image, mode: .llavaPad, width: 336, height: 336)
  let evidence = PatchEvidence(prepared.tiles[0])
  let tokens = Double(encoder.grid.count)
  await table.measure(
    Row("the whole image to tokens", goal: 60, expecting: tokens) {
      Double((try? encoder.encode(image, .llavaPad).field.features?.rows) ?? 0)
    })
  await table.measure(
    Row("resizing to 336×336", expecting: 336) {
      Double(PreparedImage(image, mode: .llavaPad, width: 336, height: 336).view.height)
    })
  await table.measure(
    Row("evidence of patches", expecting: tokens) {
      Double(PatchEvidence(prepared.tiles[0]).padding.count)
    })
  await table.measure(
    Row("descriptors", expecting: tokens) { Double(PatchDescriptors.rows(evidence).rows) })
  await table.measure(
    Row("attention", expecting: Double(SaliencyHead.allCases.count)) {
      SaliencyHead.attention(evidence).elements.reduce(0, +)
    })
}
