/// The fields of a `METADATA` or `PKG-INFO` that say what is installed
/// (https://packaging.python.org/en/latest/specifications/core-metadata).
struct PythonMetadata {
  var name: String
  var version: String
  var requirements: [PythonRequirement] = []
  /// `License-Expression`, else `License`, else what the classifiers name.
  var licences: [String] = []

  /// nil without a name.
  init?(_ text: UnsafeRawBufferPointer) {
    var fields = FieldReader(text)
    guard fields.beginParagraph() else { return nil }
    var (name, version): (String?, String?)
    var (expression, licence): (String?, String?)
    var classified: [String] = []
    // The description may follow as the message's body, and is not looked at.
    while let field = fields.next() {
      if field.name.equalsIgnoringCase("Requires-Dist") {
        if let requirement = PythonRequirement(field.value) { requirements.append(requirement) }
      } else if field.name.equalsIgnoringCase("Name") {
        name = name ?? field.value.text
      } else if field.name.equalsIgnoringCase("Version") {
        version = version ?? field.value.text
      } else if field.name.equalsIgnoringCase("License-Expression") {
        expression = expression ?? LicenceStatement.line(field.value)
      } else if field.name.equalsIgnoringCase("License") {
        // Some put the whole text there, and old tools this word.
        licence = licence ?? LicenceStatement.line(field.value).flatMap { $0 == "UNKNOWN" ? nil : $0 }
      } else if field.name.equalsIgnoringCase("Classifier") {
        if let name = LicenceStatement.classifier(field.value) { classified.append(name) }
      }
    }
    guard let name, !name.isEmpty else { return nil }
    licences = (expression ?? licence).map { [$0] } ?? classified
    self.name = name
    self.version = version ?? ""
  }
}
