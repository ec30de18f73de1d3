import TareOwners

/// Who the image's processes run as.
struct RunUser {
  /// As `USER` has it, without the group; empty without one.
  let name: String
  /// Nil where neither the name is a number nor `/etc/passwd` knows it.
  let number: Int?

  var isRoot: Bool { name.isEmpty || number == 0 || number == nil && name == "root" }

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ context: RuleContext) throws {
    name = String((context.config?.user ?? "").prefix { $0 != ":" })
    number = try Int(name) ?? Self.lookUp(name, context)
  }

  private static func lookUp(_ name: String, _ context: RuleContext) throws -> Int? {
    guard !name.isEmpty, let path = context.find("/etc/passwd"), let file = context.file(at: path),
      let text = try context.bytes(of: file.content)
    else { return nil }
    return text.withUnsafeBytes { text in
      for line in text.lines {
        var parts = line.parts(0x3a)
        guard let user = parts.next(), user.elementsEqual(name.utf8), parts.next() != nil, let id = parts.next() else { continue }
        return Int(id.text)
      }
      return nil
    }
  }
}
