/// A line of a Python source that has to do with CUDA.
struct GPUUse: Sendable, Equatable {
  /// From 1.
  var line: Int
  /// `uses .cuda()`, `asks for "cuda"`.
  var what: String
  /// Whether it asks first if there is a GPU: the line itself, the ones beside it, or an `if` or `try` around it.
  var isGuarded: Bool

  /// In the order of the lines. Comments and long strings are passed over.
  static func all(in source: [UInt8]) -> [GPUUse] {
    // Most sources have nothing of the kind.
    guard source.containsBytes(Array("cuda".utf8)) || modules.contains(where: { source.containsBytes($0) }) else { return [] }
    let lines = codeLines(source)
    return lines.indices.compactMap { index in
      guard let (what, isCheck) = use(in: lines[index]) else { return nil }
      return GPUUse(line: index + 1, what: what, isGuarded: isCheck || isGuarded(index, lines))
    }
  }

  private static let modules = ["cupy", "pycuda", "tensorrt", "pynvml", "cudf", "cuml"].map { Array($0.utf8) }
  /// What of `torch.cuda` works without a GPU.
  private static let harmless = [
    "is_available", "device_count", "is_initialized", "is_bf16_supported", "empty_cache", "manual_seed", "OutOfMemoryError",
  ]

  // MARK: One line

  private static func use(in line: String) -> (what: String, isCheck: Bool)? {
    guard line.utf8.count < 4096 else { return nil }
    let text = line.drop { $0 == " " || $0 == "\t" }
    for module in modules.map({ String(decoding: $0, as: UTF8.self) })
    where text.hasPrefix("import \(module)") || text.hasPrefix("from \(module)") {
      return ("imports \(module)", false)
    }
    if line.contains(".cuda(") { return ("calls .cuda()", false) }
    for part in line.split(separator: "torch.cuda.", omittingEmptySubsequences: false).dropFirst() {
      let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
      return ("uses torch.cuda.\(name)", harmless.contains { name.hasPrefix($0) })
    }
    for quote in ["\"", "'"] where line.contains("\(quote)cuda\(quote)") || line.contains("\(quote)cuda:") {
      let isComparison = ["==", "!=", " in ", "startswith("].contains { line.contains($0) }
      return ("names the device \"cuda\"", isComparison)
    }
    return nil
  }

  // MARK: What stands around it

  private static func isGuarded(_ index: Int, _ lines: [String]) -> Bool {
    // A condition may be spread over several lines.
    for near in max(0, index - 2)...min(lines.count - 1, index + 2) where asks(lines[near]) { return true }
    var indent = indentation(lines[index])
    for above in stride(from: index - 1, through: 0, by: -1) where indent > 0 {
      let text = lines[above].drop { $0 == " " || $0 == "\t" }
      guard !text.isEmpty, case let own = indentation(lines[above]), own < indent else { continue }
      indent = own
      if text.hasPrefix("try:") { return true }
      if text.hasPrefix("if ") || text.hasPrefix("elif "), asks(lines[above]) || isDeviceTest(text) { return true }
    }
    return false
  }

  private static func asks(_ line: String) -> Bool { line.contains("cuda.is_available") || line.contains("cuda.device_count") }

  private static func isDeviceTest(_ text: Substring) -> Bool {
    text.contains("cuda") || text.contains("gpu") || text.contains("GPU")
  }

  private static func indentation(_ line: String) -> Int { line.prefix { $0 == " " || $0 == "\t" }.count }

  // MARK: Code without comments

  /// The lines of a source; of comments and of strings in three quotes nothing is left but the line ends.
  private static func codeLines(_ source: [UInt8]) -> [String] {
    var kept: [UInt8] = []
    kept.reserveCapacity(source.count)
    var place = 0
    var quote: UInt8 = 0
    var isLong = false
    while place < source.count {
      let byte = source[place]
      let triple = place + 2 < source.count && source[place + 1] == byte && source[place + 2] == byte
      if quote == 0 {
        if byte == 0x23 {
          while place < source.count, source[place] != 0x0a { place += 1 }
          continue
        }
        if byte == 0x22 || byte == 0x27 {
          quote = byte
          isLong = triple
          if isLong {
            place += 3
            continue
          }
        }
        kept.append(byte)
      } else if byte == 0x5c {
        // The line end behind a backslash still ends a line.
        if place + 1 < source.count, source[place + 1] == 0x0a { kept.append(0x0a) }
        place += 1
      } else if isLong {
        if byte == 0x0a { kept.append(byte) }
        if byte == quote, triple {
          quote = 0
          place += 3
          continue
        }
      } else {
        kept.append(byte)
        if byte == quote || byte == 0x0a { quote = 0 }
      }
      place += 1
    }
    return kept.split(separator: 0x0a, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
  }
}
