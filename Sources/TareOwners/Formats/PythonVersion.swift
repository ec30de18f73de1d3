/// A version as markers compare it: the numbers of the release and what follows them
/// (https://packaging.python.org/en/latest/specifications/version-specifiers). Epochs and local parts do not occur in
/// versions of Python.
struct PythonVersion {
  /// `3.11.7`; zeros at the end count for nothing.
  var release: [Int]
  /// Before the release (`.dev` -4, `a` -3, `b` -2, `rc` -1), the release itself, or after it (1).
  var phase = 0
  /// Of several alphas the which.
  var phaseNumber = 0

  init(release: [Int]) { self.release = release }

  /// nil where `text` is not of this form.
  init?(_ text: UnsafeRawBufferPointer) {
    var rest = text.trimmed
    if rest.first == 0x76 { rest = rest.from(1) }
    release = []
    while let number = Self.number(&rest) {
      release.append(number)
      guard release.count <= 8 else { return nil }
      guard rest.first == 0x2e, rest.count > 1, Self.isDigit(rest[1]) else { break }
      rest = rest.from(1)
    }
    guard !release.isEmpty else { return nil }
    if let first = rest.first, first == 0x2e || first == 0x2d || first == 0x5f { rest = rest.from(1) }
    guard !rest.isEmpty else { return }
    let letters = rest.upTo(rest.firstIndex(where: Self.isDigit) ?? rest.count)
    switch letters.text {
    case "dev": phase = -4
    case "a", "alpha": phase = -3
    case "b", "beta": phase = -2
    case "rc", "c", "pre": phase = -1
    case "post": phase = 1
    case "+": return
    default: return nil
    }
    rest = rest.from(letters.count)
    phaseNumber = Self.number(&rest) ?? 0
  }

  /// -1, 0 or 1.
  func compared(to other: PythonVersion) -> Int {
    for index in 0..<max(release.count, other.release.count) {
      let (mine, theirs) = (part(index), other.part(index))
      if mine != theirs { return mine < theirs ? -1 : 1 }
    }
    if phase != other.phase { return phase < other.phase ? -1 : 1 }
    return phaseNumber == other.phaseNumber ? 0 : phaseNumber < other.phaseNumber ? -1 : 1
  }

  /// A number of the release, counted from 0; those not written are 0.
  func part(_ index: Int) -> Int { index < release.count ? release[index] : 0 }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  /// Takes the digits at the front; nil without any, and beyond nine of them.
  private static func number(_ rest: inout UnsafeRawBufferPointer) -> Int? {
    let digits = rest.prefix(while: isDigit)
    guard !digits.isEmpty, digits.count <= 9 else { return nil }
    rest = rest.from(digits.count)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
