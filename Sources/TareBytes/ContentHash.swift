internal import CXXHash

/// The identity of a content: XXH3-128 of its logical bytes. It answers "same content?" and is no security digest.
///
/// Source: https://github.com/Cyan4973/xxHash, doc/xxhash_spec.md.
public struct ContentHash: Hashable, Sendable, Comparable {
  public let high: UInt64
  public let low: UInt64

  public init(of bytes: UnsafeRawBufferPointer) {
    self.init(tare_xxh3_128(bytes.baseAddress, bytes.count))
  }

  fileprivate init(_ hash: XXH128_hash_t) {
    high = hash.high64
    low = hash.low64
  }

  public static func < (left: ContentHash, right: ContentHash) -> Bool {
    (left.high, left.low) < (right.high, right.low)
  }
}

/// Computes a `ContentHash` piece by piece.
public struct ContentHasher: ~Copyable {
  private let state: OpaquePointer

  public init() {
    state = XXH3_createState()!
    reset()
  }

  deinit { XXH3_freeState(state) }

  public mutating func reset() { XXH3_128bits_reset(state) }
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    _ = tare_xxh3_128_update(state, bytes.baseAddress, bytes.count)
  }
  public func finish() -> ContentHash { ContentHash(XXH3_128bits_digest(state)) }
}

/// A hash for tables in memory. Its seed is another one in every process, so that no image can be made of names that
/// collide.
package func tableHash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
  XXH3_64bits_withSeed(bytes.baseAddress, bytes.count, tableSeed)
}

/// Random; odd, so that multiplying by it loses nothing.
package let tableSeed = UInt64.random(in: 0...UInt64.max) | 1
