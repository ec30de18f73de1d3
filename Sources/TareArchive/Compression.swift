/// How a stream is packed, told by its first bytes: media types lie, magic bytes do not.
public enum Compression: String, Sendable {
  case none, gzip, zstd

  package init(magic bytes: UnsafeRawBufferPointer) throws(CompressionError) {
    func starts(_ magic: [UInt8]) -> Bool { bytes.starts(with: magic) }
    if starts([0x1f, 0x8b]) {
      self = .gzip
    } else if starts([0x28, 0xb5, 0x2f, 0xfd]) || Self.isSkippableFrame(bytes) {
      self = .zstd
    } else if starts([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]) {
      throw .unsupported("xz")
    } else if starts([0x42, 0x5a, 0x68]) {
      throw .unsupported("bzip2")
    } else {
      self = .none
    }
  }

  private static func isSkippableFrame(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 4 && bytes[0] & 0xf0 == 0x50 && bytes.dropFirst().starts(with: [0x2a, 0x4d, 0x18])
  }
}

public enum CompressionError: Error, Equatable, CustomStringConvertible {
  /// A kind of compression that no OCI layer has.
  case unsupported(String)
  /// The compressed data ends in the middle.
  case truncated(Compression)
  /// A zstd frame that wants more memory than decoders give.
  case windowTooLarge
  /// The data is damaged; the text says how.
  case damaged(Compression, String)

  public var description: String {
    switch self {
    case .unsupported(let name): "compressed with \(name), which container images do not use; decompress it first"
    case .windowTooLarge: "zstd data with a window of more than 128 MB; compress it again without --long"
    case .truncated(let kind): "truncated: the \(kind.rawValue) data ends in the middle"
    case .damaged(let kind, let reason): "damaged \(kind.rawValue) data: \(reason)"
    }
  }
}

/// The stream as it was before compression, whatever it was.
/// - Parameter recorder: is told where the unpacked bytes lay.
package func decompressed(
  _ stream: any ByteStream, as compression: Compression, pool: ChunkPool, recorder: PackingRecorder? = nil
) -> any ByteStream {
  switch compression {
  case .none: stream
  case .gzip: GzipStream(stream, pool: pool, recorder: recorder)
  case .zstd: ZstdStream(stream, pool: pool, recorder: recorder)
  }
}
