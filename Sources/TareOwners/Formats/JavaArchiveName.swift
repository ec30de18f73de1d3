/// What the name of a jar says: `NAME-VERSION.jar`, or `NAME_VERSION` and `NAME.VERSION` where there is no dash.
struct JavaArchiveName {
  /// Without extension.
  let whole: String
  let name: String
  /// Empty where there is none.
  let version: String

  init(_ file: UnsafeRawBufferPointer) {
    let base = file.upTo(file.lastIndex(of: 0x2e) ?? file.count)
    whole = base.text
    let cut = Self.versionStart(base) { $0 == 0x2d } ?? Self.versionStart(base) { $0 == 0x2e || $0 == 0x5f }
    name = base.upTo(cut ?? base.count).text
    version = cut.map { base.from($0 + 1).text } ?? ""
  }

  /// The archives of Java that hold classes or other archives.
  static func isArchive(_ name: UnsafeRawBufferPointer) -> Bool {
    guard name.count > 4, name[name.count - 4] == 0x2e else { return name.hasSuffix(".lpkg") }
    let ending = name.from(name.count - 3)
    return switch ending[2] {
    case 0x72:
      ending.equals("jar") || ending.equals("war") || ending.equals("ear") || ending.equals("par") || ending.equals("sar")
        || ending.equals("nar") || ending.equals("kar")
    case 0x69: ending.equals("jpi") || ending.equals("hpi")
    default: false
    }
  }

  private static func versionStart(_ base: UnsafeRawBufferPointer, _ isSeparator: (UInt8) -> Bool) -> Int? {
    guard base.count > 2 else { return nil }
    return (1..<base.count - 1).first { isSeparator(base[$0]) && isVersion(base.from($0 + 1)) }
  }

  /// Begins with a digit, `build` and a digit, or `r` or `rc` and a digit.
  private static func isVersion(_ text: UnsafeRawBufferPointer) -> Bool {
    let letters = text.firstIndex { (0x30...0x39).contains($0) } ?? text.count
    guard letters < text.count, letters <= 5 else { return false }
    let word = text.upTo(letters)
    return word.isEmpty || word.equals("build") || word.equals("r") || word.equals("rc")
  }
}
