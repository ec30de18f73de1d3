/// A text against one with unknown parts, which stand for any text, none too.
enum PatternMatch {
  /// Beyond this, going back costs too much.
  private static let longest = 1 << 14

  /// Bytes of the pattern that are known.
  static func literal(_ pattern: [UInt8]) -> Int { pattern.count { $0 != CanonicalText.unknown && $0 != 0x20 } }

  static func matches(_ text: [UInt8], _ pattern: [UInt8]) -> Bool {
    guard text.count <= longest, pattern.count <= longest else { return false }
    var (at, pat) = (0, 0)
    // Where the last unknown part stands, and how far it has taken the text: going back to it alone suffices.
    var (star, taken) = (-1, 0)
    while at < text.count {
      if pat < pattern.count, pattern[pat] == CanonicalText.unknown {
        star = pat
        taken = at
        pat += 1
      } else if pat < pattern.count, pattern[pat] == text[at] {
        at += 1
        pat += 1
      } else if star >= 0 {
        taken += 1
        at = taken
        pat = star + 1
      } else {
        return false
      }
    }
    while pat < pattern.count, pattern[pat] == CanonicalText.unknown { pat += 1 }
    return pat == pattern.count
  }
}
