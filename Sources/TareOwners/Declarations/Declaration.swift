/// A line by which a project asks for a package: where a package that should not be there is taken out.
public struct Declaration: Sendable, Hashable {
  /// What the project wants the package for.
  public enum Group: Sendable, Hashable {
    case runtime
    /// For work on the project: tests, linters, documentation.
    case development
    /// Wanted where this extra or group is asked for. npm has two, `optional` and `peer`.
    case optional(String)
    /// Needed while the project itself is built.
    case build
    /// Not asked for here: a version that a resolver chose, or a limit on one.
    case locked
  }

  public var ecosystem: Ecosystem
  /// As the ecosystem compares names: normalised for Python, in lower case for Conda and Composer, else as written.
  public var name: String
  /// What is asked for, as written: the whole requirement where it is one text (`torch[opt]>=2; os_name == "posix"`), and
  /// the version or the table where the name is a key (`^18.2`, `{ version = "2", optional = true }`).
  public var requirement: String
  /// From 1.
  public var line: Int
  public var group: Group
  /// Of the package, as asked for: extras, normalised, or features.
  public var extras: [String]

  public init(
    ecosystem: Ecosystem, name: String, requirement: String, line: Int, group: Group, extras: [String] = []
  ) {
    self.ecosystem = ecosystem
    self.name = name
    self.requirement = requirement
    self.line = line
    self.group = group
    self.extras = extras
  }
}

extension Declaration {
  /// By its group, or by the name of the extra that wants it (`dev`, `test`, `docs`).
  public var isForDevelopment: Bool {
    switch group {
    case .development: true
    case .optional(let name): GroupName(name).group == .development
    default: false
    }
  }

  /// A Python requirement (https://packaging.python.org/en/latest/specifications/dependency-specifiers); nil for text that
  /// is none.
  init?(python text: UnsafeRawBufferPointer, line: Int, group: Group) {
    let text = text.trimmed
    guard let requirement = PythonRequirement(text), Self.isRequirement(text) else { return nil }
    self.init(
      ecosystem: .pypi, name: requirement.name, requirement: text.text, line: line, group: group, extras: requirement.extras)
  }

  /// Whether a name is followed by what may follow one, as in prose it rarely is.
  private static func isRequirement(_ text: UnsafeRawBufferPointer) -> Bool {
    guard let first = text.first, first.isAlphanumeric else { return false }
    let nameEnd = text.firstIndex { !$0.isAlphanumeric && $0 != 0x2d && $0 != 0x2e && $0 != 0x5f } ?? text.count
    guard text[nameEnd - 1].isAlphanumeric else { return false }
    var rest = text.from(nameEnd).trimmed
    if rest.first == 0x5b {
      guard let end = rest.firstIndex(of: 0x5d) else { return false }
      rest = rest.from(end + 1).trimmed
    }
    switch rest.first {
    case nil, 0x21, 0x28, 0x3b, 0x3c, 0x3d, 0x3e, 0x40, 0x7e: return true
    default: return false
    }
  }
}

extension UInt8 {
  /// ASCII letters and digits.
  var isAlphanumeric: Bool { (0x61...0x7a).contains(lowercased) || (0x30...0x39).contains(self) }
}
