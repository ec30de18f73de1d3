public import TareDockerfile

/// What a fix changes in the Dockerfile, and in the `.dockerignore` beside it, line by line.
public struct FixDiff: Sendable, Hashable {
  public struct File: Sendable, Hashable {
    /// As `-f` named it, or the file beside it.
    public let name: String
    /// Whether it is not there yet.
    public let isNew: Bool
    public let lines: LineDiff
  }

  /// The Dockerfile's first.
  public let files: [File]
  /// For `patch -p0` and `git apply -p0`.
  public let text: String

  /// - Throws: where nothing changes, or a name or a text cannot be written so that all tools read it alike.
  init(_ files: [File]) throws(NoSoundEdit) {
    guard !files.isEmpty else { throw NoSoundEdit() }
    var text = ""
    for file in files {
      let label = try Self.label(file.name)
      let bytes = file.lines.unified(names: (file.isNew ? Array("/dev/null".utf8) : label, label))
      guard !bytes.isEmpty, let diff = String(validating: bytes, as: UTF8.self) else { throw NoSoundEdit() }
      text += diff
    }
    self.files = files
    self.text = text
  }

  /// A tab ends a name that holds blanks.
  private static func label(_ name: String) throws(NoSoundEdit) -> [UInt8] {
    guard !name.isEmpty, !name.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f || $0 == 0x22 || $0 == 0x5c }) else {
      throw NoSoundEdit()
    }
    return Array(name.utf8) + (name.utf8.contains(0x20) ? [0x09] : [])
  }
}

extension FixDiff.File {
  /// A change of a file that is there.
  /// - Throws: where edits overlap or change nothing.
  init(_ name: String, _ source: [UInt8], _ edits: [SourceEdit]) throws(NoSoundEdit) {
    self.init(
      name: name, isNew: false, lines: LineDiff(source, try edits.inOrder().applied(to: source)))
  }

  init(new name: String, _ content: [UInt8]) {
    self.init(name: name, isNew: true, lines: LineDiff([], content))
  }
}
