import TareArchive
import TareTestSupport

/// Reads a tar from memory through a real file, in windows as small as they get.
enum TarReading {
  struct Member: Equatable {
    var path: String
    var kind: TarMember.Kind
    var size: Int
    var content: [UInt8]
  }

  static func stream(_ bytes: [UInt8], window: Int = 512, chunk: Int = 1 << 16) throws -> any ByteStream {
    let folder = TemporaryFolder()
    let file = try OpenFile(path: folder.write(bytes, as: "file"))
    return FileStream(FileRange(file), pool: ChunkPool(chunkSize: chunk), smallestWindow: window)
  }

  static func members(_ stream: any ByteStream) throws -> [Member] {
    let reader = TarReader(stream)
    var members: [Member] = []
    while let member = try reader.next() {
      var content: [UInt8] = []
      while let piece = try reader.nextContent() { content += piece.bytes }
      members.append(
        Member(path: String(decoding: member.path, as: UTF8.self), kind: member.kind, size: member.size, content: content))
    }
    return members
  }

  /// Headers only.
  static func headers(_ bytes: [UInt8], window: Int = 512) throws -> [TarMember] {
    let reader = TarReader(try stream(bytes, window: window))
    var members: [TarMember] = []
    while let member = try reader.next() { members.append(member) }
    return members
  }

  static func all(_ stream: any ByteStream) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while let piece = try stream.next() { bytes += piece.bytes }
    return bytes
  }
}
