/// The licences that a Debian package's copyright file names, where a machine can read it.
///
/// Source: Debian, Machine-readable debian/copyright file, version 1.0.
enum DebianCopyright {
  /// A longer one is a list of texts.
  static let largest = 1 << 20

  static func path(ofPackage name: String) -> [UInt8] { Array("/usr/share/doc/\(name)/copyright".utf8) }

  static func wants(_ file: FileName) -> Bool {
    file.name.equals("copyright") && file.directory.hasPrefix("usr/share/doc/")
  }

  /// Whether its first paragraph names the format.
  static func isMachineReadable(_ text: UnsafeRawBufferPointer) -> Bool {
    var reader = FieldReader(text)
    guard reader.beginParagraph() else { return false }
    while let field = reader.next() {
      // The drafts before 1.0 lay elsewhere and had another name for the field.
      guard field.name.equalsIgnoringCase("Format") || field.name.equalsIgnoringCase("Format-Specification") else { continue }
      return field.value.contains(subsequence: "copyright-format") || field.value.contains(subsequence: "dep5")
        || field.value.contains(subsequence: "DEP5")
    }
    return false
  }

  /// The first lines of all `License` fields as they are written, each once; empty where no machine can read the file.
  static func licences(_ text: UnsafeRawBufferPointer) -> [String] {
    guard isMachineReadable(text) else { return [] }
    var reader = FieldReader(text)
    var found: [String] = []
    var known: Set<String> = []
    while reader.beginParagraph() {
      while let field = reader.next() {
        guard field.name.equalsIgnoringCase("License"), field.hasFirstLine else { continue }
        var lines = field.value.lines
        // Of what nobody claims a right in, some say `none`.
        if let line = lines.next().flatMap(LicenceStatement.line), line != "none", known.insert(line).inserted {
          found.append(line)
        }
      }
    }
    return found
  }
}
