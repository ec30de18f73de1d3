import TareBytes

/// The word that was probably meant.
public enum Suggestion {
  /// The nearest of `words`, when no more than a third of the letters are wrong; else nil.
  public static func nearest(to word: String, in words: some Sequence<String>) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in words {
      let distance = distance(Array(word.lowercased().utf8), Array(candidate.lowercased().utf8))
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best.flatMap { $0.distance <= max(1, word.utf8.count / 3) ? $0.word : nil }
  }

  /// `; did you mean image?`, or what there is.
  static func hint(for word: String, in words: [String]) -> String {
    if let near = nearest(to: word, in: words) { return "; did you mean \(near)?" }
    return words.count <= 16 ? "; there is \(words.joined(separator: ", "))" : ""
  }

  /// Edits that make one of the other: a letter more, less or another, two neighbours changed.
  static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var (before, row) = ([Int](), Array(0...right.count))
    for (i, one) in left.enumerated() {
      var next = [i + 1]
      for (j, other) in right.enumerated() {
        var cost = min(row[j] + (one == other ? 0 : 1), row[j + 1] + 1, next[j] + 1)
        if i > 0, j > 0, one == right[j - 1], left[i - 1] == other { cost = min(cost, before[j - 1] + 1) }
        next.append(cost)
      }
      (before, row) = (row, next)
    }
    return row[right.count]
  }
}
