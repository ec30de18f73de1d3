/// The version of a module that was built in its own folder, from what the build says beside.
extension GoBuildInfo {
  /// The main module with the best version known: its own; the one that `-ldflags` put into a variable named for it; a
  /// pseudo-version of the commit; `(devel)`.
  var mainModule: Module? {
    var module = main ?? Module(path: "", version: Self.development)
    if module.path.isEmpty || module.path == "command-line-arguments" {
      // Built from files: a module in a folder is then listed as a dependency.
      let local = dependencies.filter { $0.version == Self.development }
      module = local.count == 1 ? local[0] : Module(path: packagePath, version: Self.development)
    }
    guard !module.path.isEmpty, module.path != "command-line-arguments" else { return nil }
    if module.version.isEmpty { module.version = Self.development }
    if module.version == Self.development { module.version = versionFromFlags(module.path) ?? pseudoVersion ?? module.version }
    return module
  }

  /// The value of `-X main.version=…`, or of a variable of that kind in a package of the module.
  private func versionFromFlags(_ module: String) -> String? {
    guard let flags = settings["-ldflags"] else { return nil }
    for flag in flags.split(whereSeparator: { $0 == " " || $0 == "\n" || $0 == "\t" || $0 == "\"" || $0 == "'" }) {
      guard let equals = flag.firstIndex(of: "="), let dot = flag[..<equals].lastIndex(of: ".") else { continue }
      let package = flag[..<dot].drop { $0 == "-" || $0 == "X" || $0 == "=" }
      let variable = flag[flag.index(after: dot)..<equals].lowercased()
      guard package == "main" || package == module || package.hasPrefix(module + "/"),
        ["version", "ver", "tag"].contains(where: variable.hasSuffix),
        let version = Self.semanticVersion(flag[flag.index(after: equals)...])
      else { continue }
      return version
    }
    return nil
  }

  /// `v1.2.3` and what follows it, of a text that may have a path before it; nil where no such version is.
  private static func semanticVersion(_ text: Substring) -> String? {
    var version = text.split(separator: "/").last ?? text
    if version.first == "v" { version = version.dropFirst() }
    let numbers = version.prefix { $0 != "-" && $0 != "+" }.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count >= 3, numbers.prefix(3).allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isDigit) }) else {
      return nil
    }
    return "v\(version)"
  }

  /// `v0.0.0-20240131120000-abcdefabcdef`, of the commit and its time.
  private var pseudoVersion: String? {
    guard let revision = settings["vcs.revision"], let time = settings["vcs.time"], !revision.isEmpty else { return nil }
    let digits = time.utf8.filter(Self.isDigit).prefix(14)
    guard digits.count == 14 else { return nil }
    return "v0.0.0-\(String(decoding: digits, as: UTF8.self))-\(revision.prefix(12))"
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
