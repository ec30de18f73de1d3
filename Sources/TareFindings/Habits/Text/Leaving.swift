import TareDockerfile

/// A directory that a command fills with what only the next installation would use.
struct Leaving {
  var instruction: TextInstruction
  var lines: ClosedRange<Int>
  /// As the user knows it: `apt-get update`, `pip install`.
  var command: String
  var directory: [UInt8]
  /// Names of what would be used instead.
  var fix: String
  var unless: String?

  var directoryText: String { String(decoding: directory, as: UTF8.self) }
}

extension BuildText {
  /// Of all instructions, what they leave and do not take off again themselves, where it may reach the image.
  func leavings(_ find: (TextInstruction) -> [Leaving]) -> [Leaving] {
    instructions.flatMap(find).filter { ships($0.directory, of: $0.instruction) }
  }
}
