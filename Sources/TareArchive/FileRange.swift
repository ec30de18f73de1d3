/// A part of an open file: a blob on disk, or a member of an archive.
public struct FileRange: Sendable {
  public let file: OpenFile
  /// From the start of the file.
  public let offset: Int
  /// In bytes.
  public let count: Int

  public init(file: OpenFile, offset: Int, count: Int) {
    self.file = file
    self.offset = offset
    self.count = count
  }

  public init(_ file: OpenFile) { self.init(file: file, offset: 0, count: file.size) }

  /// Reads `buffer.count` bytes from `position` within the range, fewer at its end.
  package func read(at position: Int, into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    guard position < count else { return 0 }
    let wanted = UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(count - position))
    return try file.read(at: offset + position, into: wanted)
  }

  /// All bytes; for small files only.
  package func bytes() throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
      read = try self.read(at: 0, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }
}
