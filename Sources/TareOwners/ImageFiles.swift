/// The files of an image as a catalogue sees them. Paths are numbers; 0 is the root, a parent's number is smaller than
/// its children's.
public protocol ImageFiles {
  /// The regular files that the catalogue's `wants` chose, in the order of their paths.
  var wanted: [Int32] { get }
  /// The regular files that are ELF, in the order of their paths.
  var executables: [Int32] { get }

  /// Absolute, with a leading slash.
  func path(_ number: Int32) -> [UInt8]
  /// The last part of the path.
  func name(_ number: Int32) -> [UInt8]
  /// -1 for the root.
  func parent(_ number: Int32) -> Int32
  func kind(_ number: Int32) -> ImageFileKind
  /// Logical bytes; 0 for all but regular files.
  func size(_ number: Int32) -> Int
  func children(of directory: Int32) -> [Int32]
  /// Where a symbolic link points, as written.
  func linkTarget(_ number: Int32) -> [UInt8]?
  /// What lies at an absolute path; directories on the way are followed through symbolic links, the last part is not.
  func find(_ path: [UInt8]) -> Int32?

  /// The whole content of a wanted file; nil where it cannot be had any more.
  func contents(of number: Int32) throws -> [UInt8]?
  /// The content of a section of an executable; nil where there is none, or it cannot be had.
  func section(_ name: String, of number: Int32) throws -> [UInt8]?
}

public enum ImageFileKind: Sendable {
  case regular, directory, symbolicLink, other
}
