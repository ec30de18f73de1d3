import TareBytes

/// A search in one part of a file as it passes.
struct NeedleScan {
  let needle: ByteNeedle
  /// Whether it looks for strings of the dynamic section.
  let isForStrings: Bool
  /// Where the needle may begin.
  private(set) var region: Range<Int>
  /// What is kept around a hit, and how much in all.
  let before: Int
  let after: Int
  private var budget: Int

  init(_ needle: ByteNeedle, in region: Range<Int>, before: Int, after: Int, budget: Int, isForStrings: Bool = false) {
    self.isForStrings = isForStrings
    self.needle = needle
    self.region = region
    self.before = before
    self.after = after
    self.budget = budget
  }

  mutating func stop() { region = 0..<0 }

  /// The ranges around all hits among bytes that stand at an offset of the file.
  mutating func hits(in bytes: UnsafeRawBufferPointer, at offset: Int, fileSize: Int) -> [Range<Int>] {
    var hits: [Range<Int>] = []
    // A needle that begins within the region may end behind it.
    let end = min(bytes.count, max(0, region.upperBound - offset) + needle.count - 1)
    let part = UnsafeRawBufferPointer(rebasing: bytes[..<end])
    var start = max(0, region.lowerBound - offset)
    while start < end, budget > 0, let index = needle.firstIndex(in: part, from: start) {
      start = index + 1
      let hit = max(0, offset + index - before)..<min(fileSize, offset + index + after)
      if let last = hits.last, last.upperBound >= hit.lowerBound {
        budget -= hit.upperBound - last.upperBound
        hits[hits.count - 1] = last.lowerBound..<hit.upperBound
      } else {
        budget -= hit.count
        hits.append(hit)
      }
    }
    if budget <= 0 { stop() }
    return hits
  }
}
