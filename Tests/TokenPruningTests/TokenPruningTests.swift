import Foundation
import LinearAlgebra
import Testing
import TokenFields
import TokenMetrics
import TokenPruning

func f64(_ p: String) -> [Double] {
  let d = FileManager.default.contents(atPath: p)!
  return d.withUnsafeBytes { Array($0.bindMemory(to: Double.self)) }
}

@Suite struct Scratch {
  @Test(arguments: try! FileManager.default.contentsOfDirectory(atPath: "/tmp/g").filter { $0.hasSuffix(".txt") }.sorted())
  func golden(_ name: String) throws {
    let base = "/tmp/g/" + name.dropLast(4)
    let lines = try String(contentsOfFile: base + ".txt", encoding: .utf8).split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
    let H = lines[0]
    let n = Int(H[1])!, w = Int(H[2])!, h = Int(H[3])!
    let field = PreparedField(TokenField(grid: TokenGrid(tiles: Int(H[4])!, rows: Int(H[5])!, columns: Int(H[6])!), features: Matrix(rows: n, columns: w, elements: f64(base + ".features")), attention: Matrix(rows: h, columns: n, elements: f64(base + ".attention"))))
    func close(_ a: Double?, _ b: String, _ what: String) {
      let b = Double(b)!
      if abs((a ?? .nan) - b) > 1e-9 * max(abs(b), 1e-300) || a == nil { Issue.record("\(name) \(what): \(a as Any) vs \(b)") }
    }
    close(field.erank(), H[7], "erank"); close(field.erank(centred: false), H[8], "erank u"); close(field.entropy, H[9], "entropy")
    var i = 1
    var t = ContinuousClock.now
    while i < lines.count {
      let s = try StrategyCatalog.make(lines[i][1]); let k = Int(lines[i][2])!
      let sel = try s.strategy.plan(for: field).selection(keeping: k)
      let kept = lines[i+1].dropFirst().map { Int($0)! }, order = lines[i+2].dropFirst().map { Int($0)! }, imp = lines[i+3].dropFirst().map { Int($0)! }
      if sel.kept != kept { Issue.record("\(name) \(s.label) \(k): kept differ \(Set(kept).symmetricDifference(sel.kept).count)") }
      if !order.isEmpty, sel.order != order { Issue.record("\(name) \(s.label) \(k): order differs") }
      if !imp.isEmpty, sel.important != imp.sorted() { Issue.record("\(name) \(s.label) \(k): important differs") }
      close(KeptErank.value(of: kept, in: field, centred: true), lines[i][3], "\(s.label) \(k) erank")
      close(KeptErank.value(of: kept, in: field, centred: false), lines[i][4], "\(s.label) \(k) erank u")
      close(AttentionMass.value(of: kept, in: field, centred: true), lines[i][5], "\(s.label) \(k) mass")
      i += 4
    }
    _ = t; t = .now
  }
}
