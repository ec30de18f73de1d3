internal import CISAL

/// Inflates what lies in memory as a whole: members of zip archives, sections of binaries.
package enum Inflate {
  package enum Wrapping: Sendable {
    /// Deflate without anything around it (RFC 1951).
    case none
    /// RFC 1950.
    case zlib
  }

  /// The inflated bytes; nil when they are damaged, end early, or are more than `limit`.
  package static func bytes(of input: [UInt8], _ wrapping: Wrapping, limit: Int) -> [UInt8]? {
    guard limit > 0, input.count <= Int(UInt32.max) else { return nil }
    let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    defer { state.deallocate() }
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(wrapping == .zlib ? ISAL_ZLIB : ISAL_DEFLATE)
    var output: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    return input.withUnsafeBytes { input -> [UInt8]? in
      guard let start = input.baseAddress else { return nil }
      state.pointee.next_in = UnsafeMutablePointer(mutating: start.assumingMemoryBound(to: UInt8.self))
      state.pointee.avail_in = UInt32(input.count)
      while state.pointee.block_state != ISAL_BLOCK_FINISH {
        let count = chunk.withUnsafeMutableBufferPointer { chunk -> Int? in
          state.pointee.next_out = chunk.baseAddress
          state.pointee.avail_out = UInt32(chunk.count)
          let status = isal_inflate(state)
          guard status == ISAL_DECOMP_OK || status == ISAL_END_INPUT || status == ISAL_OUT_OVERFLOW else { return nil }
          return chunk.count - Int(state.pointee.avail_out)
        }
        guard let count, count > 0 || state.pointee.block_state == ISAL_BLOCK_FINISH, output.count + count <= limit else {
          return nil
        }
        output.append(contentsOf: chunk[..<count])
      }
      return output
    }
  }
}
