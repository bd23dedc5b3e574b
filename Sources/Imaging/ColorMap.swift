/// A perceptually uniform colour map, readable with colour-blind eyes.
///
/// Every map rises in lightness from its first colour to its last, so that it also reads in grey.
/// The 256 entries of each are published facts, stored as they are. Cividis is by Nuñez, Anderton
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
    00224d00234f00235000245200255400265500265700275900285b00285c00295e002a60002a62002b64002c66\
    002c67002d69002e6b002f6d002f6f0030700030700031700031700432700833700b33700e347011356f14366f\
    16366f18376f1a386f1c386e1d396e1f3a6e213b6e223b6e243c6e253d6d273d6d283e6d2a3f6d2b3f6d2c406d\
    2e416c2f426c30426c31436c32446c34446c35456c36466c37466c38476c39486c3a486b3b496b3d4a6b3e4b6b\
    3f4b6b404c6b414d6b424d6b434e6b444f6b454f6b46506b47516b48516b49526b4a536b4b546c4c546c4d556c\
    4e566c4e566c4f576c50586c51586c52596c535a6c545a6c555b6d565c6d575d6d585d6d595e6d595f6d5a5f6d\
    5b606e5c616e5d616e5e626e5f636e60646e61646f61656f62666f63666f64676f656870666970676970686a70\
    686b71696b716a6c716b6d716c6d726d6e726e6f726e70736f7073707173717273727374737374747475747575\
    7575757676767777767878767978777979777a7a777b7b777c7b787d7c787e7d787f7d78807e78817f78828078\
    8380788481788582788583788683788784788885788986788a86788b87788c88788d89788e89788f8a77908b77\
    918c77928c77938d77948e77958f77968f779790769891769992769a93769b93769c94769d95759e96759f9675\
    a09775a19874a29974a39a74a49a74a59b73a69c73a79d73a89e73a99e72aa9f72aba072aca171ada271aea271\
    afa370b0a470b1a570b2a66fb3a66fb4a76fb5a86eb6a96eb7aa6db8ab6db9ab6dbaac6cbbad6cbcae6bbdaf6b\
    beb06abfb06ac1b169c2b269c3b368c4b468c5b567c6b567c7b666c8b765c9b865cab964cbba64ccbb63cdbc62\
    cebc62cfbd61d0be60d2bf60d3c05fd4c15ed5c25ed6c35dd7c35cd8c45bd9c55adac65adbc759dcc858dec957\
    dfca56e0cb55e1cc54e2cc53e3cd52e4ce51e5cf50e6d04fe8d14ee9d24dead34cebd44becd54aedd648eed747\
    efd846f1d944f2da43f3da42f4db40f5dc3ff6dd3df8de3bf9df3afae038fbe136fde234fde333fde534fde636\
    fde737
    """)

  private static let magmaTable = decoded(
    """
    00000300000400000601000701010901010b02020d02020f03031104031304041505041706051907051b08061d\
    09071f0a07220b08240c09260d0a280e0a2a0f0b2c100c2f110c31120d33140d35150e38160e3a170f3c180f3f\
    1a10411b10441c10461e10491f114b20114d2211502311522511552611572811592a115c2b115e2d10602f1062\
    301065321067341068350f6a370f6c390f6e3b0f6f3c0f713e0f72400f73420f74430f75450f76470f77481078\
    4a10794b10794d117a4f117b50127b52127c53137c55137d57147d58157e5a157e5b167e5d177e5e177f60187f\
    61187f63197f651a80661a80681b80691c806b1c806c1d806e1e816f1e81711f81731f81742081762181772181\
    7922817a22817c23817e24817f24818125818225818426818526818727818928818a28818c29808d29808f2a80\
    912a80922b80942b80952c80972c7f992d7f9a2d7f9c2e7f9e2e7e9f2f7ea12f7ea3307ea4307da6317da7317d\
    a9327cab337cac337bae347bb0347bb1357ab3357ab53679b63679b83778b93778bb3877bd3977be3976c03a75\
    c23a75c33b74c53c74c63c73c83d72ca3e72cb3e71cd3f70ce4070d0416fd1426ed3426dd4436dd6446cd7456b\
    d9466ada4769dc4869dd4968de4a67e04b66e14c66e24d65e44e64e55063e65162e75262e85461ea5560eb5660\
    ec585fed595fee5b5eee5d5def5e5df0605df1615cf2635cf3655cf3675bf4685bf56a5bf56c5bf66e5bf6705b\
    f7715bf7735cf8755cf8775cf9795cf97b5df97d5dfa7f5efa805efa825ffb8460fb8660fb8861fb8a62fc8c63\
    fc8e63fc9064fc9265fc9366fd9567fd9768fd9969fd9b6afd9d6bfd9f6cfda16efda26ffda470fea671fea873\
    feaa74feac75feae76feaf78feb179feb37bfeb57cfeb77dfeb97ffebb80febc82febe83fec085fec286fec488\
    fec689fec78bfec98dfecb8efdcd90fdcf92fdd193fdd295fdd497fdd698fdd89afdda9cfddc9dfddd9ffddfa1\
    fde1a3fce3a5fce5a6fce6a8fce8aafceaacfcecaefceeb0fcf0b1fcf1b3fcf3b5fcf5b7fbf7b9fbf9bbfbfabd\
    fbfcbf
    """)

  private static let viridisTable = decoded(
    """
    44015444025544035745055845065a45085b46095c460b5e460c5f460e61470f62471163471265471466471567\
    47166947186a48196b481a6c481c6e481d6f481e70482071482172482273482374472575472676472777472878\
    472a79472b7a472c7b462d7c462f7c46307d46317e45327f45347f453580453681443781443982433a83433b83\
    433c84423d84423e854240854141864142864043874044873f45873f47883e48883e49893d4a893d4b893d4c89\
    3c4d8a3c4e8a3b508a3b518a3a528b3a538b39548b39558b38568b38578c37588c37598c365a8c365b8c355c8c\
    355d8c345e8d345f8d33608d33618d32628d32638d31648d31658d31668d30678d30688d2f698d2f6a8d2e6b8e\
    2e6c8e2e6d8e2d6e8e2d6f8e2c708e2c718e2c728e2b738e2b748e2a758e2a768e2a778e29788e29798e287a8e\
    287a8e287b8e277c8e277d8e277e8e267f8e26808e26818e25828e25838d24848d24858d24868d23878d23888d\
    23898d22898d228a8d228b8d218c8d218d8c218e8c208f8c20908c20918c1f928c1f938b1f948b1f958b1f968b\
    1e978a1e988a1e998a1e998a1e9a891e9b891e9c891e9d881e9e881e9f881ea0871fa1871fa2861fa38620a485\
    20a58521a68521a78422a78423a88323a98224aa8225ab8126ac8127ad8028ae7f29af7f2ab07e2bb17d2cb17d\
    2eb27c2fb37b30b47a32b57a33b67935b77836b87738b97639b9763bba753dbb743ebc7340bd7242be7144be70\
    45bf6f47c06e49c16d4bc26c4dc26b4fc36951c46853c56755c66657c66559c7645bc8625ec96160c96062ca5f\
    64cb5d67cc5c69cc5b6bcd596dce5870ce5672cf5574d05477d05279d1517cd24f7ed24e81d34c83d34b86d449\
    88d5478bd5468dd64490d64392d74195d73f97d83e9ad83c9dd93a9fd938a2da37a5da35a7db33aadb32addc30\
    afdc2eb2dd2cb5dd2bb7dd29bade27bdde26bfdf24c2df22c5df21c7e01fcae01ecde01dcfe11cd2e11bd4e11a\
    d7e219dae218dce218dfe318e1e318e4e318e7e419e9e419ece41aeee51bf1e51cf3e51ef6e61ff8e621fae622\
    fde724
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
