/// The main section of a MANIFEST.MF.
///
/// Source: https://docs.oracle.com/en/java/javase/21/docs/specs/jar/jar.html, "JAR Manifest".
struct JavaManifest {
  private var attributes: [String: String] = [:]

  init(_ bytes: UnsafeRawBufferPointer) {
    var (name, value): (String, [UInt8]) = ("", [])
    for line in bytes.lines {
      if line.first == 0x20 {
        value += line.from(1)
        continue
      }
      keep(name, value)
      guard !line.isEmpty else { return }
      let (head, tail) = line.cut(0x3a)
      name = tail == nil ? "" : String(decoding: head.lowercased, as: UTF8.self)
      value = Array(tail ?? line.upTo(0))
    }
    keep(name, value)
  }

  private mutating func keep(_ name: String, _ value: [UInt8]) {
    guard !name.isEmpty, attributes[name] == nil else { return }
    attributes[name] = value.withUnsafeBytes(\.trimmed.text)
  }

  /// By its name in lower case; nil for one that is empty.
  subscript(name: String) -> String? { attributes[name].flatMap { $0.isEmpty ? nil : $0 } }
}
