import TareBytes
import Testing

@Suite struct DigestTests {
  private let empty = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

  @Test func digestOfNothingIsTheKnownOne() { #expect(Digest.sha256(of: []).description == empty) }

  @Test(arguments: [
    "", "sha256", "sha256:", ":abc", "sha256:E3B0", "sha256:abc", "sha256:" + String(repeating: "g", count: 64),
    "SHA256:" + String(repeating: "0", count: 64), "sha256:../../etc/passwd",
  ])
  func whatIsNoDigestIsNone(text: String) { #expect(Digest(text) == nil) }

  @Test func unknownAlgorithmsAreKept() {
    #expect(Digest("blake3:abc123")?.algorithm == "blake3")
    #expect(DigestHasher(algorithm: "blake3") == nil)
    #expect(Digest(empty)?.short == "e3b0c44298fc")
  }
}
