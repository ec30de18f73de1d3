import TareArchive

/// A plain tar of an image in a file: an index of its members, made from the headers alone.
struct ArchiveFile: ImageStore {
  private(set) var names = ArchiveNames<FileRange>()
  /// Whether some member's bytes do not lie in one piece, so that only reading in sequence gives them.
  private(set) var isScattered = false

  init(_ file: OpenFile) throws {
    let pool = ChunkPool(chunkSize: 1 << 16)
    let reader = TarReader(FileStream(FileRange(file), pool: pool, smallestWindow: 4096))
    while let member = try reader.next() {
      let name = canonicalName(String(decoding: member.path, as: UTF8.self))
      switch member.kind {
      case .regular:
        if member.sparse != nil { isScattered = true }
        names.add(FileRange(file: file, offset: member.contentOffset, count: member.size), as: name)
      case .hardLink: names.addLink(name, to: canonicalName(String(decoding: member.linkTarget, as: UTF8.self)))
      case .symbolicLink:
        names.addLink(name, to: linkTarget(String(decoding: member.linkTarget, as: UTF8.self), from: name))
      default: break
      }
    }
  }

  func document(_ name: String) throws -> [UInt8]? {
    guard let name = try resolve(name), let range = names[name] else { return nil }
    guard range.count <= documentLimit else { throw SourceError.tooLarge(name: name, size: range.count) }
    return try range.bytes()
  }

  func resolve(_ name: String) throws -> String? { try names.resolve(name) }
}
