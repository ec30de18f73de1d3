import TareDockerfile

/// Arguments in a form that is the same however a builder spells them: Go prints lists as `["a" "b"]` and `[a b]`, JSON as
/// `["a", "b"]`; quotes are kept by one and taken off by the other. Where two lines fall together that a builder tells
/// apart, the alignment finds both to fit and is the less sure for it.
enum CanonicalText {
  /// Stands for text that is not known, in a pattern.
  static let unknown: UInt8 = 0

  static func of(_ keyword: Instruction.Keyword, _ text: some Sequence<UInt8>) -> [UInt8] {
    switch keyword {
    case .run: return collapsed(text) { $0 }
    case .env, .label, .arg: return collapsed(text) { $0 == 0x3d ? 0x20 : plain($0) }
    case .expose: return ports(text)
    case .healthcheck: return healthcheck(Array(text))
    default: return collapsed(text, plain)
    }
  }

  /// White space as one blank, none at the ends. `map` changes a byte, or drops it with nil.
  private static func collapsed(_ text: some Sequence<UInt8>, _ map: (UInt8) -> UInt8?) -> [UInt8] {
    var result: [UInt8] = []
    var pending = false
    for byte in text {
      guard let byte = map(byte) else { continue }
      if byte.isWhite {
        pending = !result.isEmpty
      } else {
        if pending { result.append(0x20) }
        pending = false
        result.append(byte)
      }
    }
    return result
  }

  private static func plain(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x22, 0x27, 0x5b, 0x5c, 0x5d: nil
    case 0x2c: 0x20
    default: byte
    }
  }

  /// `map[80/tcp:{} 53/udp:{}]`, `[80/tcp]`, `80 53/udp`: in order, without `/tcp`.
  private static func ports(_ text: some Sequence<UInt8>) -> [UInt8] {
    let plain = collapsed(text, plain)
    var ports: [[UInt8]] = plain.split(separator: 0x20).map { word in
      var port = word.starts(with: "map") ? word.dropFirst(3) : word
      if port.suffix(3).equals(":{}") { port = port.dropLast(3) }
      if port.suffix(4).equals("/tcp") { port = port.dropLast(4) }
      return Array(port)
    }
    ports.sort { $0.lexicographicallyPrecedes($1) }
    return Array(ports.joined(separator: [0x20]))
  }

  /// `&{["CMD-SHELL" "test"] "30s" …}`, `{[CMD-SHELL test] 30s …}`, `CMD test`, `NONE`: the test alone.
  private static func healthcheck(_ text: [UInt8]) -> [UInt8] {
    var test = text[...].trimmed
    if let open = test.position(of: "{[") {
      test = test[(open + 2)...]
      test = test[..<(test.lastIndex(of: 0x5d) ?? test.endIndex)]
    }
    let words = collapsed(test, plain)
    let (word, rest) = words[...].cutWord
    return word.equals("CMD") || word.equals("CMD-SHELL") ? Array(rest) : words
  }
}
