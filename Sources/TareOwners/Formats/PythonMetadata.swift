/// The fields of a `METADATA` or `PKG-INFO` that say what is installed
/// (https://packaging.python.org/en/latest/specifications/core-metadata).
struct PythonMetadata {
  var name: String
  var version: String
  var requirements: [PythonRequirement] = []

  /// nil without a name.
  init?(_ text: UnsafeRawBufferPointer) {
    var fields = FieldReader(text)
    guard fields.beginParagraph() else { return nil }
    var (name, version): (String?, String?)
    // The description may follow as the message's body, and is not looked at.
    while let field = fields.next() {
      if field.name.equalsIgnoringCase("Requires-Dist") {
        if let requirement = PythonRequirement(field.value) { requirements.append(requirement) }
      } else if field.name.equalsIgnoringCase("Name") {
        name = name ?? field.value.text
      } else if field.name.equalsIgnoringCase("Version") {
        version = version ?? field.value.text
      }
    }
    guard let name, !name.isEmpty else { return nil }
    self.name = name
    self.version = version ?? ""
  }
}
