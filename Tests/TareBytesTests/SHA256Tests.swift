import TareBytes
import TareTestSupport
import Testing

private import struct Crypto.SHA256
private import struct Crypto.SHA512

/// Our own SHA-256 beside swift-crypto's.
@Suite struct SHA256Tests {
  /// FIPS 180-4, the examples that NIST publishes.
  @Test(arguments: [true, false]) func digestsAreTheStandards(isPortable: Bool) {
    let examples: [([UInt8], String)] = [
      (Array("abc".utf8), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        Array("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq".utf8),
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        [UInt8](repeating: 0x61, count: 1_000_000),
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
      ),
    ]
    for (message, digest) in examples {
      var hasher = isPortable ? DigestHasher(algorithm: "sha256", isPortable: true) : DigestHasher(algorithm: "sha256")
      message.withUnsafeBytes { hasher?.update($0) }
      #expect(hasher?.finish().encoded ?? "" == digest)
    }
  }

  @Test func everyLengthAndSplitIsAsSwiftCryptoHasIt() {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<300).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for count in 0...bytes.count {
      let expected = Self.expected(bytes[..<count])
      for split in 0...count {
        var hasher = DigestHasher(algorithm: "sha256")
        Self.update(&hasher, bytes[..<split])
        Self.update(&hasher, bytes[split..<count])
        #expect(hasher?.finish() == expected, "\(split) of \(count)")
      }
    }
  }

  /// Single and common updates in any order, with any algorithm on either side.
  @Test(arguments: 0..<300) func twoAtOnceAreAsEachAlone(seed: Int) {
    var generator = SeededGenerator(seed: seed)
    let algorithms = ["sha256", "sha256", "sha256", "sha512", "unknown"]
    let names = (0..<2).map { _ in algorithms.randomElement(using: &generator) ?? "" }
    var hashers = names.map { DigestHasher(algorithm: $0) }
    var messages: [[UInt8]] = [[], []]
    for _ in 0..<Int.random(in: 1...8, using: &generator) {
      let limit = [3, 64, 130, 5000].randomElement(using: &generator) ?? 0
      let parts = (0..<2).map { _ in
        (0..<Int.random(in: 0...limit, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator) }
      }
      let count = Bool.random(using: &generator) ? min(parts[0].count, parts[1].count) : limit
      let both = parts.map { $0.prefix(count) }
      if Bool.random(using: &generator) {
        for side in 0..<2 { Self.update(&hashers[side], both[side]) }
      } else {
        var (first, second) = (hashers[0], hashers[1])
        both[0].withUnsafeBytes { bytes in
          both[1].withUnsafeBytes { DigestHasher.update(&first, bytes, &second, $0) }
        }
        hashers = [first, second]
      }
      for side in 0..<2 { messages[side] += both[side] }
      // Out of step from here on.
      let side = Int.random(in: 0..<2, using: &generator)
      let more = parts[side].prefix(70)
      Self.update(&hashers[side], more)
      messages[side] += more
    }
    for side in 0..<2 where names[side] == "sha256" {
      #expect(hashers[side]?.finish() == Self.expected(messages[side][...]))
    }
    for side in 0..<2 where names[side] == "sha512" {
      #expect(hashers[side]?.finish().encoded ?? "" == Hex.encode(SHA512.hash(data: messages[side])))
    }
  }

  private static func expected(_ bytes: ArraySlice<UInt8>) -> Digest? {
    Digest("sha256:" + Hex.encode(SHA256.hash(data: bytes)))
  }

  private static func update(_ hasher: inout DigestHasher?, _ bytes: ArraySlice<UInt8>) {
    bytes.withUnsafeBytes { hasher?.update($0) }
  }
}
