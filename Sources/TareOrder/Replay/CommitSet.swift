/// Some of the commits that are replayed, by number.
struct CommitSet: Sendable, Hashable {
  private var words: [UInt64]
  private let limit: Int

  init(of count: Int) {
    words = Array(repeating: 0, count: (count + 63) / 64)
    limit = count
  }

  /// All commits, as many as the other one is made for.
  init(all other: CommitSet) {
    self = other
    for commit in 0..<limit { insert(commit) }
  }

  mutating func insert(_ commit: Int) { words[commit / 64] |= 1 << UInt64(commit % 64) }

  func contains(_ commit: Int) -> Bool { words[commit / 64] & 1 << UInt64(commit % 64) != 0 }

  mutating func formUnion(_ other: CommitSet) { for index in words.indices { words[index] |= other.words[index] } }

  func union(_ other: CommitSet) -> CommitSet {
    var result = self
    result.formUnion(other)
    return result
  }

  var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

  func isSubset(of other: CommitSet) -> Bool { zip(words, other.words).allSatisfy { $0 & ~$1 == 0 } }
}
