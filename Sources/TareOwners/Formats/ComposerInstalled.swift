/// What Composer wrote to vendor/composer/installed.json: an array of packages in its version 1, an object around it since
/// its version 2.
///
/// Source: https://getcomposer.org/doc/04-schema.md, and src/Composer/Repository/FilesystemRepository.php for the rest.
struct ComposerInstalled {
  struct Entry {
    var name = ""
    var version = ""
    var requires: [String] = []
    /// What it stands for: `provide` and `replace`.
    var provides: [String] = []
    /// Relative to vendor/composer; nil in version 1.
    var installPath: String?
    var executables: [String] = []
    /// One of them may be chosen.
    var licences: [String] = []
    /// Taken from a folder, not from an archive or a repository.
    var isLocal = false
  }

  private(set) var entries: [Entry] = []

  /// Nil for what is neither.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var json = JSONScanner(bytes)
    if bytes.trimmed.first == 0x5b {
      readEntries(&json)
    } else {
      guard json.beginObject() else { return nil }
      while let key = json.nextKey() { key == "packages" ? readEntries(&json) : json.skip() }
    }
  }

  private mutating func readEntries(_ json: inout JSONScanner) {
    guard json.beginArray() else { return }
    while json.nextElement() {
      guard json.beginObject() else { continue }
      var entry = Entry()
      while let key = json.nextKey() {
        switch key {
        case "name": entry.name = json.string() ?? ""
        case "version": entry.version = json.string() ?? ""
        // Names without a slash are PHP, its extensions, and libraries of the system.
        case "require": entry.requires = json.keys().filter { $0.contains("/") }
        case "provide", "replace": entry.provides += json.keys()
        case "install-path": entry.installPath = json.string()
        case "bin": entry.executables = json.strings()
        case "license": entry.licences = json.strings()
        case "dist": entry.isLocal = Self.isPath(&json)
        default: json.skip()
        }
      }
      if !entry.name.isEmpty { entries.append(entry) }
    }
  }

  private static func isPath(_ json: inout JSONScanner) -> Bool {
    var isPath = false
    guard json.beginObject() else { return false }
    while let key = json.nextKey() {
      if key == "type" { isPath = json.string() == "path" } else { json.skip() }
    }
    return isPath
  }
}
