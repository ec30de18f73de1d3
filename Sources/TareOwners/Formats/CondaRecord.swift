/// A `conda-meta/NAME-VERSION-BUILD.json`: what conda linked into an environment
/// (https://docs.conda.io/projects/conda/en/stable/dev-guide/api/conda/models/records). Written with each form of the
/// record in mind: conda's own and micromamba's.
struct CondaRecord {
  var name = ""
  var version = ""
  var subdirectory = ""
  var build = ""
  /// A name, or a URL that ends in name and subdirectory.
  var channel = ""
  var licence: String?
  /// Names without versions.
  var depends: [String] = []
  /// Asked for with these words; empty where the record has the field and nobody asked, nil where it has none.
  var requested: [String]?
  /// The unpacked package and its archive in the package cache.
  var unpacked: [UInt8] = []
  var archive: [UInt8] = []

  /// nil without a name.
  init?(_ text: UnsafeRawBufferPointer) {
    var json = JSONScanner(text)
    guard json.beginObject() else { return nil }
    while let key = json.nextKey() {
      switch key {
      case "name": name = json.string() ?? ""
      case "version": version = json.string() ?? ""
      case "subdir": subdirectory = json.string() ?? ""
      case "build": build = json.string() ?? ""
      case "channel": channel = json.string() ?? ""
      case "license": licence = json.string().flatMap(LicenceStatement.line)
      case "depends": depends = json.strings().compactMap(Self.name)
      case "requested_spec": requested = (requested ?? []) + [json.string()].compactMap { $0.flatMap(Self.name) }
      case "requested_specs": requested = (requested ?? []) + json.strings().compactMap(Self.name)
      case "extracted_package_dir": unpacked = Array((json.string() ?? "").utf8)
      case "package_tarball_full_path": archive = Array((json.string() ?? "").utf8)
      default: json.skip()
      }
    }
    guard !name.isEmpty else { return nil }
  }

  /// Calls `body` with each path below the environment and what is recorded of its content.
  static func forEachFile(in text: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer, RecordedDigest?) -> Void) {
    var json = JSONScanner(text)
    guard json.beginObject() else { return }
    // `paths_data` follows `files`, and says more of the same files.
    var hasDigests = false
    var names: JSONScanner?
    while let key = json.nextKey() {
      if key == "files" { names = json }
      guard key == "paths_data", json.beginObject() else {
        if key != "paths_data" { json.skip() }
        continue
      }
      while let key = json.nextKey() {
        guard key == "paths" else {
          json.skip()
          continue
        }
        guard json.beginArray() else { continue }
        while json.nextElement() {
          hasDigests = true
          readPath(&json, body)
        }
      }
    }
    guard !hasDigests, var names else { return }
    for name in names.strings() { Array(name.utf8).withUnsafeBytes { body($0, nil) } }
  }

  private static func readPath(_ json: inout JSONScanner, _ body: (UnsafeRawBufferPointer, RecordedDigest?) -> Void) {
    var path = ""
    var (original, linked): (RecordedDigest?, RecordedDigest?)
    guard json.beginObject() else { return }
    while let key = json.nextKey() {
      switch key {
      case "_path": path = json.string() ?? ""
      case "sha256": original = json.string().flatMap(digest)
      // Of a file that the environment's path was written into.
      case "sha256_in_prefix": linked = json.string().flatMap(digest)
      default: json.skip()
      }
    }
    path.withUTF8 { body(UnsafeRawBufferPointer($0), linked ?? original) }
  }

  private static func digest(_ text: String) -> RecordedDigest? {
    guard let bytes = Array(text.utf8).withUnsafeBytes(\.hexDecoded), bytes.count == 32 else { return nil }
    return RecordedDigest(.sha256, bytes)
  }

  /// Of `channel::name >=1,<2 build` and `name[version='>=1']`; nil for what only the system has (`__glibc`), and for
  /// no words at all.
  static func name(_ specification: String) -> String? { Array(specification.utf8).withUnsafeBytes(name) }

  static func name(_ specification: UnsafeRawBufferPointer) -> String? {
    var text = specification.trimmed
    if let colon = text.lastIndex(of: 0x3a), colon > 0, text[colon - 1] == 0x3a { text = text.from(colon + 1).trimmed }
    let end = text.firstIndex { $0.isBlank || (0x3c...0x3e).contains($0) || [0x21, 0x7e, 0x5b, 0x2c].contains($0) } ?? text.count
    let name = String(decoding: text.upTo(end).lowercased, as: UTF8.self)
    return name.isEmpty || name.hasPrefix("__") || name == "none" ? nil : name
  }
}
