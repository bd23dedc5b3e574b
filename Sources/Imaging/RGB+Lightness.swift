extension RGB {
  /// The brightness that the eye sees in the encoded samples, 0...255, by the weights of BT.601.
  public var luma: UInt8 {
    let weighted: Int = 299 * Int(red) + 587 * Int(green) + 114 * Int(blue)
    return UInt8((weighted + 500) / 1000)
  }
}
