internal import CISAL
import Glibc

/// Deflates what lies in memory as a whole.
package enum Deflate {
  /// With the header and checksum of RFC 1950. Nil where `input` is too large for one call.
  package static func zlib(_ input: [UInt8]) -> [UInt8]? {
    // Stored blocks add five bytes for each 64 KiB at most; the rest is header and checksum.
    guard input.count <= Int(UInt32.max) / 2 else { return nil }
    var output = [UInt8](repeating: 0, count: input.count + input.count / 1024 + 1024)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(tare_isal_level3_bytes))
    let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
    defer {
      stream.deallocate()
      memory.deallocate()
    }
    // What the library finds in them and does not set, as the reach of its matches, steers its search: the same input must
    // give the same bytes.
    memory.initialize(repeating: 0, count: Int(tare_isal_level3_bytes))
    memset(stream, 0, MemoryLayout<isal_zstream>.size)
    isal_deflate_stateless_init(stream)
    stream.pointee.level = 3
    stream.pointee.level_buf = memory
    stream.pointee.level_buf_size = tare_isal_level3_bytes
    stream.pointee.end_of_stream = 1
    stream.pointee.flush = UInt16(NO_FLUSH)
    stream.pointee.gzip_flag = UInt16(IGZIP_ZLIB)
    let written = input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output -> Int? in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        return isal_deflate_stateless(stream) == COMP_OK ? Int(stream.pointee.total_out) : nil
      }
    }
    return written.map { Array(output[..<$0]) }
  }
}
