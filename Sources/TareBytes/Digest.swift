internal import CSHA256
import Crypto

/// A content digest as OCI writes it: `algorithm:hex`.
///
/// Source: OCI Image Specification, descriptor.md, "Digests".
public struct Digest: Hashable, Sendable, CustomStringConvertible {
  /// The whole text, algorithm and colon included.
  public let description: String

  /// Nil when `text` is not of the form that the specification allows.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
      parts[0].utf8.allSatisfy({ Self.isAlgorithm($0) }), parts[1].utf8.allSatisfy({ Self.isEncoded($0) })
    else { return nil }
    if let length = Self.hexLength[String(parts[0])] {
      guard parts[1].utf8.count == length, parts[1].utf8.allSatisfy({ Self.isHex($0) }) else { return nil }
    }
    description = text
  }

  fileprivate init(algorithm: String, bytes: some Sequence<UInt8>) {
    description = algorithm + ":" + Hex.encode(bytes)
  }

  public var algorithm: Substring { description.prefix { $0 != ":" } }
  /// The part behind the colon.
  public var encoded: Substring { description[description.index(after: algorithm.endIndex)...] }
  /// Twelve digits, as Docker abbreviates.
  public var short: Substring { encoded.prefix(12) }

  /// The SHA-256 of `bytes`.
  public static func sha256(of bytes: some Sequence<UInt8>) -> Digest {
    var hasher = DigestHasher(algorithm: "sha256")!
    Array(bytes).withUnsafeBytes { hasher.update($0) }
    return hasher.finish()
  }

  private static let hexLength = ["sha256": 64, "sha384": 96, "sha512": 128]
  private static func isHex(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
  private static func isAlgorithm(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte) || [0x2b, 0x2e, 0x5f, 0x2d].contains(byte)
  }
  private static func isEncoded(_ byte: UInt8) -> Bool {
    isAlgorithm(byte | 0x20) || byte == 0x3d || byte == 0x5f
  }
}

/// Computes a `Digest` piece by piece.
public struct DigestHasher: Sendable {
  private enum State: Sendable {
    case sha256(tare_sha256)
    case portableSHA256(SHA256)
    case sha384(SHA384)
    case sha512(SHA512)
  }
  private var state: State
  private static let hasSHA256 = tare_sha256_available()

  /// Nil for an algorithm that is not registered with OCI.
  public init?(algorithm: some StringProtocol) { self.init(algorithm: algorithm, isPortable: !Self.hasSHA256) }

  /// - Parameter isPortable: leaves aside what only some processors can do.
  package init?(algorithm: some StringProtocol, isPortable: Bool) {
    switch algorithm {
    case "sha256": state = isPortable ? .portableSHA256(SHA256()) : .sha256(tare_sha256_begin())
    case "sha384": state = .sha384(SHA384())
    case "sha512": state = .sha512(SHA512())
    default: return nil
    }
  }

  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    switch state {
    case .sha256(var hasher):
      tare_sha256_update(&hasher, bytes.baseAddress, bytes.count)
      state = .sha256(hasher)
    case .portableSHA256(var hasher):
      hasher.update(bufferPointer: bytes)
      state = .portableSHA256(hasher)
    case .sha384(var hasher):
      hasher.update(bufferPointer: bytes)
      state = .sha384(hasher)
    case .sha512(var hasher):
      hasher.update(bufferPointer: bytes)
      state = .sha512(hasher)
    }
  }

  /// As an update of each. Equally many bytes of two SHA-256 take hardly longer together than those of one alone.
  package static func update(
    _ first: inout DigestHasher?, _ bytes: UnsafeRawBufferPointer, _ second: inout DigestHasher?,
    _ others: UnsafeRawBufferPointer
  ) {
    guard bytes.count == others.count, case .sha256(var one)? = first?.state, case .sha256(var other)? = second?.state else {
      first?.update(bytes)
      second?.update(others)
      return
    }
    tare_sha256_update_both(&one, bytes.baseAddress, &other, others.baseAddress, bytes.count)
    first?.state = .sha256(one)
    second?.state = .sha256(other)
  }

  public func finish() -> Digest {
    switch state {
    case .sha256(let hasher):
      Digest(
        algorithm: "sha256",
        bytes: [UInt8](unsafeUninitializedCapacity: 32) { buffer, count in
          tare_sha256_finish(hasher, buffer.baseAddress)
          count = 32
        })
    case .portableSHA256(let hasher): Digest(algorithm: "sha256", bytes: hasher.finalize())
    case .sha384(let hasher): Digest(algorithm: "sha384", bytes: hasher.finalize())
    case .sha512(let hasher): Digest(algorithm: "sha512", bytes: hasher.finalize())
    }
  }
}

/// Lower-case hexadecimal.
public enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  public static func encode(_ bytes: some Sequence<UInt8>) -> String {
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
