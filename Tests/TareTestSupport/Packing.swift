import CISAL
import CZstd
public import TareArchive

/// Compresses for tests, with the libraries that the product decompresses with.
public enum Packing {
  /// One gzip member.
  public static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    defer { stream.deallocate() }
    isal_deflate_stateless_init(stream)
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 1024)
    var input = bytes
    let written = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        stream.pointee.end_of_stream = 1
        stream.pointee.flush = UInt16(NO_FLUSH)
        stream.pointee.gzip_flag = UInt16(IGZIP_GZIP)
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        precondition(isal_deflate_stateless(stream) == COMP_OK)
        return Int(stream.pointee.total_out)
      }
    }
    return Array(output[..<written])
  }

  /// One zstd frame.
  public static func zstd(_ bytes: [UInt8]) -> [UInt8] {
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let written = ZSTD_compress(&output, output.count, bytes, bytes.count, 3)
    precondition(ZSTD_isError(written) == 0)
    return Array(output[..<written])
  }

  /// A frame that decoders pass over, as zstd:chunked keeps its table of contents in.
  public static func skippableFrame(_ bytes: [UInt8]) -> [UInt8] {
    [0x50, 0x2a, 0x4d, 0x18] + (0..<4).map { UInt8(truncatingIfNeeded: bytes.count >> ($0 * 8)) } + bytes
  }

  public static func pack(_ bytes: [UInt8], _ compression: Compression) -> [UInt8] {
    switch compression {
    case .none: bytes
    case .gzip: gzip(bytes)
    case .zstd: zstd(bytes)
    }
  }
}
