/// The places of the capabilities that the driver reads or changes, as `term.h` numbers them.
extension TerminfoEntry {
  /// Places among the flags.
  package enum Flag: Int {
    case autoRightMargin = 1
    case eatsNewline = 4
    case isGeneric = 6
    case isHardCopy = 7
    case movesInInsertMode = 13
    case movesInStandout = 14
    case changesColors = 27
  }

  /// Places among the numbers.
  package enum Number: Int {
    case columns = 0
    case lines = 2
    case colors = 13
    case pairs = 14
  }

  /// Places among the strings.
  package enum Text: Int {
    case bell = 1
    case carriageReturn = 2
    case clearScreen = 5
    case clearToEndOfLine = 6
    case clearToEndOfScreen = 7
    case columnAddress = 8
    case cursorAddress = 10
    case cursorDown = 11
    case cursorHome = 12
    case hideCursor = 13
    case cursorLeft = 14
    case showCursor = 16
    case cursorRight = 17
    case cursorUp = 19
    case bold = 27
    case enterScreen = 28
    case dim = 30
    case reverse = 33
    case standout = 35
    case underline = 36
    case eraseCharacters = 37
    case noAttributes = 39
    case leaveScreen = 40
    case noStandout = 43
    case noUnderline = 44
    case leaveKeypad = 88
    case enterKeypad = 89
    case cursorDownBy = 107
    case cursorLeftBy = 111
    case cursorRightBy = 112
    case cursorUpBy = 114
    case repeatCharacter = 121
    case rowAddress = 127
    case scrollForward = 129
    case originalPair = 297
    case originalColors = 298
    case initialiseColor = 299
    case initialisePair = 300
    case setPair = 301
    case setInkOld = 302
    case setGroundOld = 303
    case keyMouse = 355
    case setInk = 359
    case setGround = 360
  }

  package subscript(flag: Flag) -> Bool {
    get { flag.rawValue < flags.count && flags[flag.rawValue] }
    set {
      while flags.count <= flag.rawValue { flags.append(false) }
      flags[flag.rawValue] = newValue
    }
  }

  package subscript(number: Number) -> Int32? {
    get { number.rawValue < numbers.count ? numbers[number.rawValue] : nil }
    set {
      while numbers.count <= number.rawValue { numbers.append(nil) }
      numbers[number.rawValue] = newValue
    }
  }

  package subscript(text: Text) -> String? {
    get {
      guard text.rawValue < strings.count, let bytes = strings[text.rawValue] else { return nil }
      return String(decoding: bytes, as: UTF8.self)
    }
    set {
      while strings.count <= text.rawValue { strings.append(nil) }
      strings[text.rawValue] = newValue.map { Array($0.utf8) }
    }
  }
}
