/// A file as one commit has it: what decides whether a copy of it is the same. git knows of a file's mode only whether it
/// is executable, and BuildKit does not look at times.
package struct FileVersion: Sendable, Hashable {
  /// As git writes it: 0o100644, 0o100755, 0o120000 for a symbolic link, 0o160000 for a submodule.
  package let mode: UInt32
  package let blob: ObjectID

  /// The mode that stands for all below a path.
  package static let directory: UInt32 = 0o040000
  static let submodule: UInt32 = 0o160000

  package init(mode: UInt32, blob: ObjectID) {
    self.mode = mode
    self.blob = blob
  }
}
