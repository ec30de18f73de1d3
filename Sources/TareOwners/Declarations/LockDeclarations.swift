/// Lock files of one form: a `[[package]]` for each package, with its name and version. uv.lock, poetry.lock, pdm.lock and
/// Cargo.lock are such files. The project itself, which is in some of them, is left out.
enum LockDeclarations {
  static func read(_ bytes: UnsafeRawBufferPointer, _ ecosystem: Ecosystem) -> [Declaration] {
    var found: [Declaration] = []
    var walker = TOMLWalker(bytes)
    var current: Declaration?
    while let entry = walker.next() {
      guard entry.path.first == "package" else { continue }
      guard let value = entry.value else {
        if entry.path.count == 1 {
          if let current { found.append(current) }
          current = nil
        }
        continue
      }
      switch entry.path.count == 2 ? entry.path[1] : "" {
      case "name":
        guard let name = value.stringBytes, !name.isEmpty else { continue }
        current = Declaration(
          ecosystem: ecosystem,
          name: ecosystem == .pypi ? name.withUnsafeBytes(PythonName.normalised) : String(decoding: name, as: UTF8.self),
          requirement: "", line: entry.line, group: .locked)
      case "version": current?.requirement = value.string ?? ""
      case "source":
        // uv's: a project that is installed from where it lies.
        if value.members.contains(where: { $0.key == ["editable"] || $0.key == ["virtual"] }) { current = nil }
      default: break
      }
    }
    if let current { found.append(current) }
    return found
  }
}
