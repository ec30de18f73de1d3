/// A gemspec as RubyGems writes it when it installs a gem. It is Ruby; only the lines of the form that RubyGems itself
/// writes are understood, which are also those that most authors write.
///
/// Source: https://guides.rubygems.org/specification-reference.
struct GemSpecification {
  struct Dependency {
    var name: String
    /// All of them must hold.
    var requirements: [String]
  }

  private(set) var name = ""
  private(set) var version = ""
  /// Nil for `ruby`, which is any.
  private(set) var platform: String?
  private(set) var dependencies: [Dependency] = []
  private(set) var executables: [String] = []
  private(set) var licences: [String] = []
  private(set) var files: [String] = []

  /// Nil where no name is found.
  init?(_ bytes: UnsafeRawBufferPointer, withFiles: Bool = false) {
    var (hasStub, hasDependencies) = (false, false)
    for line in bytes.lines {
      if !hasStub, line.hasPrefix("# stub: ") {
        hasStub = true
        readStub(line.from(8))
        continue
      }
      let line = line.trimmed
      // Behind it stands what old versions of RubyGems are told: the same again without what is for development only.
      if hasDependencies, line.equals("else") { break }
      guard let call = line.cut(0x2e).tail else { continue }
      hasDependencies = hasDependencies || call.hasPrefix("add_")
      read(call, withFiles)
    }
    if name.isEmpty { return nil }
  }

  /// `NAME VERSION PLATFORM REQUIRE_PATHS`.
  private mutating func readStub(_ stub: UnsafeRawBufferPointer) {
    var parts = stub.parts(0x20)
    guard let name = parts.next(), let version = parts.next(), let platform = parts.next() else { return }
    self.name = name.text
    self.version = version.text
    if !platform.equals("ruby") { self.platform = platform.text }
  }

  /// What follows `s.`.
  private mutating func read(_ call: UnsafeRawBufferPointer, _ withFiles: Bool) {
    let end = call.firstIndex { !($0 == 0x5f || (0x61...0x7a).contains($0)) } ?? call.count
    let (word, value) = (call.upTo(end), call.from(end))
    if word.equals("add_runtime_dependency") || word.equals("add_dependency") {
      let strings = Self.strings(value)
      guard let name = strings.first else { return }
      dependencies.append(Dependency(name: name, requirements: Array(strings.dropFirst())))
    } else if word.equals("name"), name.isEmpty {
      name = Self.strings(value).first ?? ""
    } else if word.equals("version"), version.isEmpty {
      version = Self.strings(value).first ?? ""
    } else if word.equals("executables") {
      executables = Self.strings(value)
    } else if word.equals("licenses") || word.equals("license") {
      licences = Self.strings(value).compactMap(LicenceStatement.line)
    } else if withFiles, word.equals("files") {
      files = Self.strings(value)
    }
  }

  /// The string literals in `ruby`: in either quotes, and as `%q<…>`.
  private static func strings(_ ruby: UnsafeRawBufferPointer) -> [String] {
    var strings: [String] = []
    var rest = ruby
    while let open = rest.firstIndex(where: { $0 == 0x22 || $0 == 0x27 || $0 == 0x3c }) {
      let isWord = rest[open] == 0x3c
      guard !isWord || rest.upTo(open).hasSuffix("%q") else {
        rest = rest.from(open + 1)
        continue
      }
      let close = isWord ? 0x3e : rest[open]
      let (string, tail) = rest.from(open + 1).cut(close)
      guard let tail else { break }
      strings.append(string.text)
      rest = tail
    }
    return strings
  }
}
