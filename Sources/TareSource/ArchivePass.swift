import TareArchive

/// An archive that is read once, from front to back, as a pipe or a compressed file gives it. Which members are the
/// image's layers is known only at the end, so each one that does not look like a document is scanned as it passes.
struct ArchivePass<Scan: Sendable>: ImageStore {
  enum File {
    case document([UInt8])
    case layer(Scan, size: Int)
  }

  private(set) var names = ArchiveNames<File>()

  init(_ stream: any ByteStream, pool: ChunkPool, scan: (BlobInput) throws -> Scan) throws {
    let reader = TarReader(stream)
    while let member = try reader.next() {
      let name = canonicalName(String(decoding: member.path, as: UTF8.self))
      switch member.kind {
      case .regular: names.add(try Self.read(member, named: name, from: reader, pool, scan), as: name)
      case .hardLink: names.addLink(name, to: canonicalName(String(decoding: member.linkTarget, as: UTF8.self)))
      case .symbolicLink:
        names.addLink(name, to: linkTarget(String(decoding: member.linkTarget, as: UTF8.self), from: name))
      default: break
      }
    }
    // The writer of a pipe must not die of what is left, the padding behind the end marker.
    while !names.isEmpty, try stream.next() != nil {}
  }

  private static func read(
    _ member: TarMember, named name: String, from reader: TarReader, _ pool: ChunkPool,
    _ scan: (BlobInput) throws -> Scan
  ) throws -> File {
    let stream = try SniffedStream(MemberStream(reader), atLeast: TarReader.blockSize)
    // Holes that nobody stored are no layer, and would take for ever to read.
    guard member.size - member.storedSize <= documentLimit else { return .document([]) }
    guard member.size <= documentLimit, Self.looksLikeDocument(stream.head) else {
      return .layer(try scan(BlobInput(stream: stream, range: nil, digest: nil, diffID: nil)), size: member.size)
    }
    var bytes: [UInt8] = []
    while let piece = try stream.next() { bytes.append(contentsOf: piece.bytes) }
    return .document(bytes)
  }

  /// JSON of an object or a list.
  private static func looksLikeDocument(_ head: UnsafeRawBufferPointer) -> Bool {
    let first = head.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
    return first == 0x7b || first == 0x5b
  }

  func document(_ name: String) throws -> [UInt8]? {
    guard let name = try resolve(name), let file = names[name] else { return nil }
    switch file {
    case .document(let bytes): return bytes
    case .layer(_, let size):
      guard size <= documentLimit else { throw SourceError.tooLarge(name: name, size: size) }
      return []
    }
  }

  func resolve(_ name: String) throws -> String? { try names.resolve(name) }
}
