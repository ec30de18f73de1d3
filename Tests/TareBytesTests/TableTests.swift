import TareBytes
import TareTestSupport
import Testing

@Suite struct TableTests {
  @Test func interningGivesEachStringOneNumber() {
    var interner = ByteInterner()
    let words = (0..<5000).map { Array("word\($0 % 1700)".utf8) }
    let ids = words.map { word in word.withUnsafeBytes { interner.intern($0) } }
    #expect(interner.count == 1700)
    for (word, id) in zip(words, ids) {
      #expect(Array(interner[id]) == word)
      #expect(word.withUnsafeBytes { interner.find($0) } == id)
    }
    #expect([UInt8]("none".utf8).withUnsafeBytes { interner.find($0) } == nil)
  }

  @Test func emptyStringIsAString() {
    var interner = ByteInterner()
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(interner.find(empty) == nil)
    #expect(interner.intern(empty) == 0)
    #expect(interner.find(empty) == 0)
  }

  @Test func contentHashInPiecesEqualsTheWhole() {
    let bytes = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let whole = bytes.withUnsafeBytes { ContentHash(of: $0) }
    var hasher = ContentHasher()
    for start in stride(from: 0, to: bytes.count, by: 333) {
      bytes[start..<min(start + 333, bytes.count)].withUnsafeBytes { hasher.update($0) }
    }
    #expect(hasher.finish() == whole)
  }
}
