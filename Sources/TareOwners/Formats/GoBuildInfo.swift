/// What Go's linker tells of a binary in its section `.go.buildinfo`: the version of Go, the modules, the settings of the
/// build.
///
/// Source: packages `debug/buildinfo` and `runtime/debug` of Go.
struct GoBuildInfo: Equatable {
  struct Module: Hashable {
    var path: String
    /// `(devel)` for what was built where it was written.
    var version: String
  }

  /// As the toolchain names itself: `go1.22.1`, `devel go1.23-…`.
  var goVersion: String
  /// The import path of the package that was built.
  var packagePath = ""
  var main: Module?
  /// In the order of their paths; of a replaced module, what replaced it.
  var dependencies: [Module] = []
  var settings: [String: String] = [:]

  static let development = "(devel)"

  /// - Returns: nil for what is no build information, and for that of Go before 1.18: it points to strings elsewhere.
  init?(section: [UInt8]) {
    let strings = section.withUnsafeBytes { bytes -> (version: String, modules: [UInt8])? in
      guard let offset = Self.header(in: bytes), let version = Self.string(in: bytes, at: offset + 32) else { return nil }
      let modules = Self.string(in: bytes, at: version.end).map { Array(Self.unframed($0.text)) }
      return (version.text.text, modules ?? [])
    }
    guard let strings, !strings.version.isEmpty else { return nil }
    // Experiments follow the version after a blank.
    goVersion = strings.version.split(separator: " X:").first.map(String.init) ?? strings.version
    strings.modules.withUnsafeBytes { read($0) }
  }

  /// Where the header with strings behind it begins: at a multiple of 16.
  private static func header(in bytes: UnsafeRawBufferPointer) -> Int? {
    var offset = 0
    while bytes.count - offset >= 32 {
      if bytes[offset] == 0xff, bytes.from(offset + 1).hasPrefix(" Go buildinf:") {
        return bytes[offset + 15] & 2 != 0 ? offset : nil
      }
      offset += 16
    }
    return nil
  }

  /// A length as a varint, and so many bytes.
  private static func string(in bytes: UnsafeRawBufferPointer, at start: Int) -> (text: UnsafeRawBufferPointer, end: Int)? {
    var (length, shift, offset) = (0, 0, start)
    while true {
      guard offset < bytes.count, shift < 56 else { return nil }
      length |= Int(bytes[offset] & 0x7f) << shift
      shift += 7
      offset += 1
      if bytes[offset - 1] < 0x80 { break }
    }
    guard length <= bytes.count - offset else { return nil }
    return (bytes.part(offset..<offset + length), offset + length)
  }

  /// The list of modules lies between two marks of 16 bytes each.
  private static func unframed(_ text: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    guard text.count >= 33, text[text.count - 17] == 0x0a else { return text.upTo(0) }
    return text.part(16..<text.count - 16)
  }

  private mutating func read(_ modules: UnsafeRawBufferPointer) {
    for line in modules.lines {
      let (kind, rest) = line.cut(0x09)
      guard let rest else { continue }
      switch kind.text {
      case "path": packagePath = rest.text
      case "mod": main = Self.module(rest)
      case "dep": if let module = Self.module(rest) { dependencies.append(module) }
      case "=>": replaceLast(by: rest)
      case "build":
        let (key, value) = rest.cut(0x3d)
        if let value, key.first != 0x22 { settings[key.text] = Self.unquoted(value.text) }
      default: break
      }
    }
  }

  private static func module(_ fields: UnsafeRawBufferPointer) -> Module? {
    var parts = fields.parts(0x09)
    guard let path = parts.next(), !path.isEmpty else { return nil }
    return Module(path: path.text, version: parts.next()?.text ?? "")
  }

  /// A module from a folder keeps its name: the folder is nobody's module path.
  private mutating func replaceLast(by fields: UnsafeRawBufferPointer) {
    guard var module = Self.module(fields), let last = dependencies.last ?? main else { return }
    if module.path.hasPrefix(".") || module.path.hasPrefix("/") { module = Module(path: last.path, version: Self.development) }
    if dependencies.isEmpty { main = module } else { dependencies[dependencies.count - 1] = module }
  }

  /// Values with quotes or blanks in them are written as Go strings. Escapes other than of `"` and `\` stay as they are.
  private static func unquoted(_ value: String) -> String {
    guard value.count >= 2, let quote = value.first, quote == value.last, quote == "\"" || quote == "`" else { return value }
    let inner = value.dropFirst().dropLast()
    guard quote == "\"" else { return String(inner) }
    var text = ""
    var escaped = false
    for character in inner {
      if character == "\\", !escaped {
        escaped = true
      } else {
        if escaped, character != "\"", character != "\\" { text.append("\\") }
        text.append(character)
        escaped = false
      }
    }
    return text
  }
}
