/// What markers ask about: the interpreter and the machine that an image is for
/// (https://packaging.python.org/en/latest/specifications/dependency-specifiers#environment-markers).
struct PythonMarkerEnvironment {
  /// The first two numbers of the interpreter's version, or more where they are known; empty where nothing says.
  var version: [Int] = []
  /// `x86_64`; nil where nothing says.
  var machine: String?
  var isPyPy = false

  /// Which extras of the requirer are meant to be installed.
  enum Extras {
    case none
    /// Normalised.
    case named(String)
    case any
  }
}

/// Decides markers: `python_version < "3.11" and extra == "test"`. What is not known, or is not of this form, gives nil;
/// whether a need stands must not hang on a guess.
struct PythonMarker {
  private enum Operand {
    case variable(UnsafeRawBufferPointer)
    case literal(UnsafeRawBufferPointer)
  }

  private let environment: PythonMarkerEnvironment
  private let extras: PythonMarkerEnvironment.Extras
  private var rest: UnsafeRawBufferPointer
  /// Of parentheses.
  private var depth = 0
  private var isDamaged = false

  static func holds(
    _ marker: UnsafeRawBufferPointer, in environment: PythonMarkerEnvironment, extras: PythonMarkerEnvironment.Extras
  ) -> Bool? {
    guard !marker.isEmpty else { return true }
    var reader = PythonMarker(environment: environment, extras: extras, rest: marker)
    let value = reader.alternatives()
    return reader.isDamaged || !reader.rest.trimmed.isEmpty ? nil : value
  }

  private mutating func alternatives() -> Bool? {
    var value = conjunction()
    while take("or") {
      let other = conjunction()
      value = value == true || other == true ? true : value == nil || other == nil ? nil : false
    }
    return value
  }

  private mutating func conjunction() -> Bool? {
    var value = comparison()
    while take("and") {
      let other = comparison()
      value = value == false || other == false ? false : value == nil || other == nil ? nil : true
    }
    return value
  }

  private mutating func comparison() -> Bool? {
    guard !isDamaged else { return nil }
    if take("(") {
      guard depth < 32 else { return damaged() }
      depth += 1
      let value = alternatives()
      depth -= 1
      return take(")") ? value : damaged()
    }
    guard let left = operand(), let comparison = comparator(), let right = operand() else { return damaged() }
    switch (left, right) {
    case (.variable(let name), .literal(let text)): return evaluate(name, comparison, text)
    case (.literal(let text), .variable(let name)):
      if comparison == .contained || comparison == .notContained {
        guard name.equals("extra") || name.equals("extras") else { return nil }
        return negated(if: comparison == .notContained, isMeant(text))
      }
      return evaluate(name, comparison.mirrored, text)
    default: return nil
    }
  }

  private mutating func damaged() -> Bool? {
    isDamaged = true
    return nil
  }

  private mutating func skipBlanks() {
    while let first = rest.first, first.isBlank { rest = rest.from(1) }
  }

  /// Takes a word or a parenthesis if it is next.
  private mutating func take(_ word: StaticString) -> Bool {
    skipBlanks()
    guard rest.hasPrefix(word) else { return false }
    let after = rest.from(word.utf8CodeUnitCount)
    if Self.isWord(rest[0]), let next = after.first, Self.isWord(next) { return false }
    rest = after
    return true
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x61...0x7a).contains(byte.lowercased) || (0x30...0x39).contains(byte) || byte == 0x5f
  }

  private mutating func operand() -> Operand? {
    skipBlanks()
    guard let first = rest.first else { return nil }
    if first == 0x22 || first == 0x27 {
      guard let end = rest.from(1).firstIndex(of: first) else { return nil }
      let text = rest.part(1..<end + 1)
      rest = rest.from(end + 2)
      return .literal(text)
    }
    let name = rest.upTo(rest.firstIndex { !Self.isWord($0) && $0 != 0x2e } ?? rest.count)
    guard !name.isEmpty else { return nil }
    rest = rest.from(name.count)
    return .variable(name)
  }

  private mutating func comparator() -> MarkerComparison? {
    if take("not") { return take("in") ? .notContained : nil }
    if take("in") { return .contained }
    skipBlanks()
    let symbols = rest.upTo(rest.firstIndex { !(0x3c...0x3e).contains($0) && $0 != 0x21 && $0 != 0x7e } ?? rest.count)
    rest = rest.from(symbols.count)
    return MarkerComparison(rawValue: symbols.text)
  }

  // MARK: Values

  private func evaluate(_ name: UnsafeRawBufferPointer, _ comparison: MarkerComparison, _ text: UnsafeRawBufferPointer)
    -> Bool?
  {
    switch name.text {
    case "extra", "extras":
      switch comparison {
      case .equal, .identical: return isMeant(text)
      case .notEqual: return negated(if: true, isMeant(text))
      default: return nil
      }
    case "python_version":
      guard environment.version.count >= 2 else { return nil }
      return comparison.holds(Array(environment.version.prefix(2)), isWhole: true, text)
    case "python_full_version", "implementation_version":
      guard !environment.version.isEmpty, !environment.isPyPy || name.equals("python_full_version") else { return nil }
      return comparison.holds(environment.version, isWhole: environment.version.count > 2, text)
    case "sys_platform", "sys.platform": return comparison.holds("linux", text)
    case "platform_system": return comparison.holds("Linux", text)
    case "os_name", "os.name": return comparison.holds("posix", text)
    case "platform_machine", "platform.machine": return environment.machine.flatMap { comparison.holds($0, text) }
    case "implementation_name": return comparison.holds(environment.isPyPy ? "pypy" : "cpython", text)
    case "platform_python_implementation", "python_implementation", "platform.python_implementation":
      return comparison.holds(environment.isPyPy ? "PyPy" : "CPython", text)
    default: return nil
    }
  }

  private func isMeant(_ extra: UnsafeRawBufferPointer) -> Bool? {
    switch extras {
    case .none: false
    case .named(let name): PythonName.normalised(extra) == name
    case .any: true
    }
  }

  private func negated(if isNegative: Bool, _ value: Bool?) -> Bool? { isNegative ? value.map { !$0 } : value }
}

enum MarkerComparison: String {
  case less = "<"
  case lessOrEqual = "<="
  case equal = "=="
  case notEqual = "!="
  case greater = ">"
  case greaterOrEqual = ">="
  case compatible = "~="
  case identical = "==="
  case contained = "in"
  case notContained = "not in"

  /// With the two sides exchanged.
  var mirrored: MarkerComparison {
    switch self {
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    default: self
    }
  }

  /// For words.
  func holds(_ value: String, _ text: UnsafeRawBufferPointer) -> Bool? {
    switch self {
    case .equal, .identical: return text.elementsEqual(value.utf8)
    case .notEqual: return !text.elementsEqual(value.utf8)
    case .contained: return text.text.contains(value)
    case .notContained: return !text.text.contains(value)
    default: return nil
    }
  }

  /// For versions.
  /// - Parameter isWhole: nothing follows the numbers in `value`; else numbers follow that are not known.
  func holds(_ value: [Int], isWhole: Bool, _ text: UnsafeRawBufferPointer) -> Bool? {
    if self == .contained || self == .notContained {
      guard isWhole else { return nil }
      return holds(value.map(String.init).joined(separator: "."), text)
    }
    let isPrefix = text.hasSuffix(".*")
    guard let other = PythonVersion(isPrefix ? text.upTo(text.count - 2) : text) else { return nil }
    if isPrefix || self == .compatible {
      let length = isPrefix ? other.release.count : other.release.count - 1
      guard length > 0, !isPrefix || self == .equal || self == .notEqual else { return nil }
      guard isWhole || length <= value.count else { return nil }
      let mine = PythonVersion(release: value)
      let agrees = (0..<length).allSatisfy { mine.part($0) == other.part($0) }
      if isPrefix { return agrees == (self == .equal) }
      guard agrees else { return false }
      return Self.greaterOrEqual.holds(value, isWhole: isWhole, text)
    }
    let lowest = PythonVersion(release: value).compared(to: other)
    let highest = isWhole ? lowest : PythonVersion(release: value + [Int.max]).compared(to: other)
    switch self {
    case .less: return highest < 0 ? true : lowest < 0 ? nil : false
    case .lessOrEqual: return highest <= 0 ? true : lowest <= 0 ? nil : false
    case .greater: return lowest > 0 ? true : highest > 0 ? nil : false
    case .greaterOrEqual: return lowest >= 0 ? true : highest >= 0 ? nil : false
    case .equal, .identical: return lowest == 0 && highest == 0 ? true : lowest <= 0 && highest >= 0 ? nil : false
    case .notEqual: return lowest == 0 && highest == 0 ? false : lowest <= 0 && highest >= 0 ? nil : true
    default: return nil
    }
  }
}
