/// A perceptually uniform colour map, readable with colour-blind eyes.
///
/// Every map rises in lightness from its first colour to its last, so that it also reads in grey.
/// The 256 published entries of each are stored rounded to 8 bits. Cividis is by Nuñez, Anderton
/// and Renslow [2018], made so that people with and without colour vision deficiency see nearly the
/// same map. Viridis and magma are by van der Walt and Smith [2015], released under CC0.
///
/// [2018]: https://doi.org/10.1371/journal.pone.0199239
/// [2015]: https://bids.github.io/colormap/
public enum ColorMap: String, CaseIterable, Sendable {
  /// Dark blue to yellow; nearly the same for every kind of colour vision.
  case cividis
  /// Black over purple and orange to a pale yellow.
  case magma
  /// Dark violet over green to yellow.
  case viridis
  /// Black to white.
  case grey

  /// The colour at a place of the map, interpolated between the two nearest entries.
  ///
  /// - Parameter position: 0 for the first colour to 1 for the last; what lies outside takes the
  ///   nearer end, and what is not a number the first.
  /// - Returns: A colour; entry `i` of the 256 lies at `i / 255`.
  public func color(at position: Double) -> RGB {
    let place = position > 0 ? min(position, 1) * 255 : 0
    let index = min(Int(place), 254)
    return table[index].mixed(with: table[index + 1], share: place - Double(index))
  }

  /// Evenly spaced colours from the first to the last.
  ///
  /// - Parameter count: How many, 1 or more; 256 gives the published entries themselves.
  /// - Returns: `count` colours, darkest first; a single one is the map's middle.
  public func entries(_ count: Int) -> [RGB] {
    precondition(count > 0, "\(count) entries of a colour map were asked for; take 1 or more")
    guard count > 1 else { return [color(at: 0.5)] }
    return (0..<count).map { color(at: Double($0) / Double(count - 1)) }
  }

  private var table: [RGB] {
    switch self {
    case .cividis: Self.cividisTable
    case .magma: Self.magmaTable
    case .viridis: Self.viridisTable
    case .grey: Self.greyTable
    }
  }

  private static let greyTable = (0...255).map { RGB(grey: UInt8($0)) }

  private static let cividisTable = decoded(
    """
    00224e00234f00245100255300255400265600275800285900285b00295d002a5f002a61002b62002c64002c66\
    002d68002e6a002e6c002f6d00306f0030700031700031710132710533710833700c34700f3570123570143670\
    16377018376f1a386f1c396f1e3a6f203a6f213b6e233c6e243c6e263d6e273e6e293f6e2a3f6d2b406d2d416d\
    2e416d2f426d31436d32436d33446d34456c35456c36466c38476c39486c3a486c3b496c3c4a6c3d4a6c3e4b6c\
    3f4c6c404c6c414d6c424e6c434e6c444f6c45506c46516c47516c48526c49536c4a536c4b546c4c556c4d556c\
    4e566c4f576c50576c51586d52596d535a6d545a6d555b6d555c6d565c6d575d6d585e6d595e6e5a5f6e5b606e\
    5c616e5d616e5e626e5e636f5f636f60646f61656f62656f636670646770656870656870666970676a71686a71\
    696b716a6c716b6d726c6d726c6e726d6f726e6f736f7073707173717274727274727374737475747475757575\
    7676767777767777777878777979777a7a787b7a787c7b787d7c787e7c787e7d787f7e78807f78817f78828079\
    8381798482798582798683798784788885788985788a86788b87788c88788d88788e89788f8a78908b78918b78\
    928c78928d78938e78948e77958f779690779791779892779992779a93769b94769c95769d95769e96769f9775\
    a09875a19975a29975a39a74a49b74a59c74a69c74a79d73a89e73a99f73aaa073aba072aca172ada272aea371\
    afa471b0a571b1a570b3a670b4a76fb5a86fb6a96fb7a96eb8aa6eb9ab6dbaac6dbbad6dbcae6cbdae6cbeaf6b\
    bfb06bc0b16ac1b26ac2b369c3b369c4b468c5b568c6b667c7b767c8b866c9b965cbb965ccba64cdbb63cebc63\
    cfbd62d0be62d1bf61d2c060d3c05fd4c15fd5c25ed6c35dd7c45cd9c55cdac65bdbc75adcc859ddc858dec958\
    dfca57e0cb56e1cc55e2cd54e4ce53e5cf52e6d051e7d150e8d24fe9d34eead34cebd44bedd54aeed649efd748\
    f0d846f1d945f2da44f3db42f5dc41f6dd3ff7de3ef8df3cf9e03afbe138fce236fde334fee434fee535fee636\
    fee838
    """)

  private static let magmaTable = decoded(
    """
    00000401000501010601010802010902020b02020d03030f03031204041405041606051806051a07061c08071e\
    0907200a08220b09240c09260d0a290e0b2b100b2d110c2f120d31130d34140e36150e38160f3b180f3d19103f\
    1a10421c10441d11471e114920114b21114e22115024125325125527125829115a2a115c2c115f2d11612f1163\
    31116533106734106936106b38106c390f6e3b0f703d0f713f0f72400f74420f75440f76451077471078491078\
    4a10794c117a4e117b4f127b51127c52137c54137d56147d57157e59157e5a167e5c167f5d177f5f187f601880\
    621980641a80651a80671b80681c816a1c816b1d816d1d816e1e81701f81721f81732081752181762181782281\
    7922827b23827c23827e24828025828125818326818426818627818827818928818b29818c29818e2a81902a81\
    912b81932b80942c80962c80982d80992d809b2e7f9c2e7f9e2f7fa02f7fa1307ea3307ea5317ea6317da8327d\
    aa337dab337cad347cae347bb0357bb2357bb3367ab5367ab73779b83779ba3878bc3978bd3977bf3a77c03a76\
    c23b75c43c75c53c74c73d73c83e73ca3e72cc3f71cd4071cf4070d0416fd2426fd3436ed5446dd6456cd8456c\
    d9466bdb476adc4869de4968df4a68e04c67e24d66e34e65e44f64e55064e75263e85362e95462ea5661eb5760\
    ec5860ed5a5fee5b5eef5d5ef05f5ef1605df2625df2645cf3655cf4675cf4695cf56b5cf66c5cf66e5cf7705c\
    f7725cf8745cf8765cf9785df9795df97b5dfa7d5efa7f5efa815ffb835ffb8560fb8761fc8961fc8a62fc8c63\
    fc8e64fc9065fd9266fd9467fd9668fd9869fd9a6afd9b6bfe9d6cfe9f6dfea16efea36ffea571fea772fea973\
    feaa74feac76feae77feb078feb27afeb47bfeb67cfeb77efeb97ffebb81febd82febf84fec185fec287fec488\
    fec68afec88cfeca8dfecc8ffecd90fecf92fed194fed395fed597fed799fed89afdda9cfddc9efddea0fde0a1\
    fde2a3fde3a5fde5a7fde7a9fde9aafdebacfcecaefceeb0fcf0b2fcf2b4fcf4b6fcf6b8fcf7b9fcf9bbfcfbbd\
    fcfdbf
    """)

  private static let viridisTable = decoded(
    """
    44015444025645045745055946075a46085c460a5d460b5e470d60470e61471063471164471365481467481668\
    48176948186a481a6c481b6d481c6e481d6f481f70482071482173482374482475482576482677482878482979\
    472a7a472c7a472d7b472e7c472f7d46307e46327e46337f463480453581453781453882443983443a83443b84\
    433d84433e85423f854240864241864142874144874045884046883f47883f48893e49893e4a893e4c8a3d4d8a\
    3d4e8a3c4f8a3c508b3b518b3b528b3a538b3a548c39558c39568c38588c38598c375a8c375b8d365c8d365d8d\
    355e8d355f8d34608d34618d33628d33638d32648e32658e31668e31678e31688e30698e306a8e2f6b8e2f6c8e\
    2e6d8e2e6e8e2e6f8e2d708e2d718e2c718e2c728e2c738e2b748e2b758e2a768e2a778e2a788e29798e297a8e\
    297b8e287c8e287d8e277e8e277f8e27808e26818e26828e26828e25838e25848e25858e24868e24878e23888e\
    23898e238a8d228b8d228c8d228d8d218e8d218f8d21908d21918c20928c20928c20938c1f948c1f958b1f968b\
    1f978b1f988b1f998a1f9a8a1e9b8a1e9c891e9d891f9e891f9f881fa0881fa1881fa1871fa28720a38620a486\
    21a58521a68522a78522a88423a98324aa8325ab8225ac8226ad8127ad8128ae8029af7f2ab07f2cb17e2db27d\
    2eb37c2fb47c31b57b32b67a34b67935b77937b87838b9773aba763bbb753dbc743fbc7340bd7242be7144bf70\
    46c06f48c16e4ac16d4cc26c4ec36b50c46a52c56954c56856c66758c7655ac8645cc8635ec96260ca6063cb5f\
    65cb5e67cc5c69cd5b6ccd5a6ece5870cf5773d05675d05477d1537ad1517cd2507fd34e81d34d84d44b86d549\
    89d5488bd6468ed64590d74393d74195d84098d83e9bd93c9dd93ba0da39a2da37a5db36a8db34aadc32addc30\
    b0dd2fb2dd2db5de2bb8de29bade28bddf26c0df25c2df23c5e021c8e020cae11fcde11dd0e11cd2e21bd5e21a\
    d8e219dae319dde318dfe318e2e418e5e419e7e419eae51aece51befe51cf1e51df4e61ef6e620f8e621fbe723\
    fde725
    """)

  /// Reads six hexadecimal digits for each colour.
  private static func decoded(_ digits: String) -> [RGB] {
    let nibbles = digits.utf8.compactMap { Character(Unicode.Scalar($0)).hexDigitValue }
    precondition(nibbles.count == 6 * 256, "a map of \(nibbles.count) digits, not \(6 * 256)")
    return stride(from: 0, to: nibbles.count, by: 6).map { start in
      func sample(_ offset: Int) -> UInt8 {
        UInt8(16 * nibbles[start + offset] + nibbles[start + offset + 1])
      }
      return RGB(sample(0), sample(2), sample(4))
    }
  }
}
