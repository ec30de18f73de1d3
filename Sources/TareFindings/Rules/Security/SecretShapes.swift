import TareOwners

/// Secrets that are known by their shape: tokens with a prefix of their issuer, and private keys.
///
/// Sources: the issuers' documentation; RFC 7468 for keys.
enum SecretShapes {
  struct Match: Hashable {
    /// What it is, in words.
    var kind: String
    /// The first characters, as many as its issuer puts there, and no more than four.
    var start: String
  }

  private struct Shape {
    var prefix: [UInt8]
    var kind: String
    /// How many characters follow the prefix.
    var length: ClosedRange<Int>
    var isPart: @Sendable (UInt8) -> Bool
  }

  private static func shape(
    _ prefix: String, _ kind: String, _ length: ClosedRange<Int>, _ isPart: @escaping @Sendable (UInt8) -> Bool
  ) -> Shape { Shape(prefix: Array(prefix.utf8), kind: kind, length: length, isPart: isPart) }

  private static let shapes: [Shape] = [
    shape("ghp_", "a GitHub token", 36...251, isWord), shape("gho_", "a GitHub token", 36...251, isWord),
    shape("ghu_", "a GitHub token", 36...251, isWord), shape("ghs_", "a GitHub token", 36...251, isWord),
    shape("ghr_", "a GitHub token", 36...251, isWord), shape("github_pat_", "a GitHub token", 60...251, isWord),
    shape("AKIA", "an AWS access key", 16...16, isCapital), shape("ASIA", "an AWS access key", 16...16, isCapital),
    shape("xoxb-", "a Slack token", 20...200, isDashed), shape("xoxp-", "a Slack token", 20...200, isDashed),
    shape("xoxa-", "a Slack token", 20...200, isDashed), shape("xoxr-", "a Slack token", 20...200, isDashed),
    shape("xoxs-", "a Slack token", 20...200, isDashed), shape("sk_live_", "a Stripe key", 20...200, isWord),
    shape("rk_live_", "a Stripe key", 20...200, isWord), shape("glpat-", "a GitLab token", 20...200, isDashed),
    shape("AIza", "a Google API key", 35...35, isDashed), shape("npm_", "an npm token", 36...36, isWord),
    shape("pypi-AgEIcHlwaS5vcmc", "a PyPI token", 50...400, isDashed), shape("hf_", "a Hugging Face token", 34...40, isWord),
    shape("sk-ant-", "an Anthropic key", 80...200, isDashed), shape("sk-proj-", "an OpenAI key", 40...300, isDashed),
    shape("dop_v1_", "a DigitalOcean token", 64...64, isWord),
    shape("SG.", "a SendGrid key", 60...80, { isDashed($0) || $0 == 0x2e }),
  ]

  /// By the first byte of their prefix.
  private static let byFirst: [[Shape]] = {
    var table = [[Shape]](repeating: [], count: 256)
    for shape in shapes { table[Int(shape.prefix[0])].append(shape) }
    return table
  }()

  /// Tokens in a text, each once, in its order.
  static func tokens(in text: UnsafeRawBufferPointer) -> [Match] {
    var found: [Match] = []
    var place = 0
    while place < text.count {
      let candidates = byFirst[Int(text[place])]
      guard !candidates.isEmpty, place == 0 || !isDashed(text[place - 1]) else {
        place += 1
        continue
      }
      var end = place
      for shape in candidates {
        guard let length = length(of: shape, in: text, at: place) else { continue }
        end = place + shape.prefix.count + length
        guard isRandom(text.part(place + shape.prefix.count..<end)) else { continue }
        let match = Match(kind: shape.kind, start: text.part(place..<place + min(4, shape.prefix.count)).text)
        if !found.contains(match) { found.append(match) }
        break
      }
      place = max(end, place + 1)
    }
    return found
  }

  private static func length(of shape: Shape, in text: UnsafeRawBufferPointer, at place: Int) -> Int? {
    guard text.count - place > shape.prefix.count, text.part(place..<place + shape.prefix.count).elementsEqual(shape.prefix) else {
      return nil
    }
    var end = place + shape.prefix.count
    let limit = min(text.count, end + shape.length.upperBound + 1)
    while end < limit, shape.isPart(text[end]) { end += 1 }
    let length = end - place - shape.prefix.count
    return shape.length.contains(length) ? length : nil
  }

  /// No placeholder: `ghp_xxxx…`, `AKIAIOSFODNN7EXAMPLE`.
  private static func isRandom(_ part: UnsafeRawBufferPointer) -> Bool {
    Set(part).count >= 8 && !contains(part, "EXAMPLE") && !contains(part, "example") && !contains(part, "1234567890")
  }

  // MARK: Keys

  /// Whether a text holds a private key: its first line, and base64 after it.
  static func privateKey(in text: UnsafeRawBufferPointer) -> Match? {
    var rest = text
    while let start = offset(of: "-----BEGIN ", in: rest) {
      rest = rest.from(start + 11)
      let (label, tail) = rest.cut(0x2d)
      guard let tail, label.count <= 40, label.hasSuffix("PRIVATE KEY") || label.hasSuffix("PRIVATE KEY BLOCK"),
        tail.hasPrefix("----")
      else { continue }
      // Escaped line ends, as in JSON, are two characters.
      let body = tail.from(4).upTo(400)
      var run = 0
      var best = 0
      for byte in body {
        run = byte.base64Digit != nil && byte != 0x2d && byte != 0x5f ? run + 1 : 0
        best = max(best, run)
      }
      guard best >= 40 else { continue }
      let isLocked = label.hasPrefix("ENCRYPTED") || contains(body, "ENCRYPTED")
      return Match(kind: isLocked ? "a private key, locked by a password" : "a private key", start: "")
    }
    return nil
  }

  static func contains(_ text: UnsafeRawBufferPointer, _ part: StaticString) -> Bool { offset(of: part, in: text) != nil }

  private static func offset(of part: StaticString, in text: UnsafeRawBufferPointer) -> Int? {
    let length = part.utf8CodeUnitCount
    guard length > 0, text.count >= length else { return nil }
    let first = part.utf8Start.pointee
    var place = 0
    while place <= text.count - length {
      guard let next = text.from(place).firstIndex(of: first), place + next <= text.count - length else { return nil }
      if text.from(place + next).hasPrefix(part) { return place + next }
      place += next + 1
    }
    return nil
  }

  @Sendable private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
  }

  @Sendable private static func isDashed(_ byte: UInt8) -> Bool { isWord(byte) || byte == 0x2d }
  @Sendable private static func isCapital(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) }
}
