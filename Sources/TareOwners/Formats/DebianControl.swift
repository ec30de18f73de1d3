/// One package as a paragraph of `dpkg/status` or a control file of `dpkg/status.d` tells of it (deb822(5),
/// deb-control(5)).
struct DebianControl {
  var name = ""
  var version = ""
  var architecture = ""
  var isEssential = false
  /// Satisfies what packages of other architectures need.
  var isForeign = false
  /// The paragraph names a state in which no files are unpacked.
  var isAbsent = false
  var needs: [Need] = []
  /// Without the name itself.
  var provides: [String] = []

  /// The packages that have files, in the order of the text.
  static func installed(in text: UnsafeRawBufferPointer) -> [DebianControl] {
    var reader = FieldReader(text)
    var found: [DebianControl] = []
    while reader.beginParagraph() {
      var control = DebianControl()
      while let field = reader.next() { control.take(field) }
      if !control.name.isEmpty, !control.isAbsent { found.append(control) }
    }
    return found
  }

  private mutating func take(_ field: FieldReader.Field) {
    let name = field.name
    if name.equalsIgnoringCase("Package") {
      self.name = field.value.text
    } else if name.equalsIgnoringCase("Version") {
      version = field.value.text
    } else if name.equalsIgnoringCase("Architecture") {
      architecture = field.value.text
    } else if name.equalsIgnoringCase("Status") {
      isAbsent = !Self.hasFiles(field.value)
    } else if name.equalsIgnoringCase("Multi-Arch") {
      isForeign = field.value.equals("foreign")
    } else if name.equalsIgnoringCase("Essential") || name.equalsIgnoringCase("Protected") || name.equalsIgnoringCase("Important") {
      if field.value.equalsIgnoringCase("yes") { isEssential = true }
    } else if name.equalsIgnoringCase("Priority") {
      // apt never lets go of those either.
      if field.value.equals("required") { isEssential = true }
    } else if name.equalsIgnoringCase("Provides") {
      provides = DebianRelations.names(field.value)
    } else if let kind = Self.kind(of: name) {
      needs += DebianRelations.needs(field.value, kind)
    }
  }

  private static func kind(of name: UnsafeRawBufferPointer) -> Need.Kind? {
    if name.equalsIgnoringCase("Depends") { return .depends }
    if name.equalsIgnoringCase("Pre-Depends") { return .preDepends }
    if name.equalsIgnoringCase("Recommends") { return .recommends }
    if name.equalsIgnoringCase("Suggests") { return .suggests }
    return nil
  }

  /// By the last of the three words of `Status`: all states but `not-installed` and `config-files`.
  private static func hasFiles(_ status: UnsafeRawBufferPointer) -> Bool {
    let state = status.from((status.lastIndex(of: 0x20) ?? -1) + 1)
    return state.equals("installed") || state.equals("half-installed") || state.equals("unpacked")
      || state.equals("half-configured") || state.equals("triggers-awaited") || state.equals("triggers-pending")
  }
}
