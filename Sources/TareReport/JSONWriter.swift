internal import FoundationEssentials
import TareBytes

/// Writes JSON in the order it is told, two spaces an indent. Rows of long lists take one line each, so that two reports
/// can be compared with `diff`.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  private var depth = 0
  private var needsComma = false
  private var isInline = false

  // MARK: Structure

  mutating func object(_ body: (inout JSONWriter) -> Void) { enclose("{", "}", body) }

  /// An object on one line.
  mutating func row(_ body: (inout JSONWriter) -> Void) {
    let wasInline = isInline
    beginValue()
    isInline = true
    append("{")
    needsComma = false
    body(&self)
    append("}")
    isInline = wasInline
    needsComma = true
  }

  mutating func array<Item>(_ items: some Sequence<Item>, _ body: (inout JSONWriter, Item) -> Void) {
    var isEmpty = true
    var writer = JSONWriter()
    writer.depth = depth + 1
    writer.isInline = isInline
    for item in items {
      isEmpty = false
      body(&writer, item)
    }
    beginValue()
    append("[")
    bytes += writer.bytes
    if !isEmpty, !isInline { newline() }
    append("]")
    needsComma = true
  }

  mutating func key(_ name: String, _ body: (inout JSONWriter) -> Void) {
    separate()
    string(name)
    append(": ")
    pendingKey = true
    body(&self)
    pendingKey = false
    needsComma = true
  }

  private var pendingKey = false

  private mutating func enclose(_ open: String, _ close: String, _ body: (inout JSONWriter) -> Void) {
    beginValue()
    append(open)
    depth += 1
    needsComma = false
    body(&self)
    depth -= 1
    if needsComma, !isInline { newline() }
    append(close)
    needsComma = true
  }

  private mutating func beginValue() {
    if pendingKey { pendingKey = false } else { separate() }
  }

  private mutating func separate() {
    if needsComma { append(isInline ? ", " : ",") }
    needsComma = false
    if !isInline, depth > 0 { newline() }
  }

  private mutating func newline() {
    bytes.append(0x0a)
    bytes.append(contentsOf: repeatElement(0x20, count: depth * 2))
  }

  private mutating func append(_ text: String) { bytes.append(contentsOf: text.utf8) }

  // MARK: Values

  mutating func key(_ name: String, _ value: String?) {
    key(name) { writer in
      writer.beginValue()
      if let value { writer.string(value) } else { writer.append("null") }
    }
  }

  mutating func key(_ name: String, _ value: Int?) { literal(name, value.map(String.init)) }
  mutating func key(_ name: String, _ values: [Int]) {
    literal(name, "[" + values.map(String.init).joined(separator: ", ") + "]")
  }
  mutating func key(_ name: String, _ values: [String]) {
    key(name) { writer in
      writer.beginValue()
      writer.append("[")
      for (index, value) in values.enumerated() {
        if index > 0 { writer.append(", ") }
        writer.string(value)
      }
      writer.append("]")
    }
  }
  mutating func key(_ name: String, _ value: Bool) { literal(name, value ? "true" : "false") }

  /// In the shortest form that reads back as the same number.
  mutating func key(_ name: String, _ value: Double?) {
    literal(name, value.flatMap { $0.isFinite ? "\($0)" : nil })
  }

  /// A name from the image: text where it is UTF-8; else escaped, with the exact bytes beside it in base64.
  mutating func path(_ name: String = "path", _ path: [UInt8]) {
    if let text = EscapedText.exact(path) { return key(name, text) }
    key(name, EscapedText.escapingInvalid(path))
    key(name + "Bytes", Data(path).base64EncodedString())
  }

  private mutating func literal(_ name: String, _ text: String?) {
    key(name) { writer in
      writer.beginValue()
      writer.append(text ?? "null")
    }
  }

  private mutating func string(_ text: String) {
    bytes.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5c: bytes += [0x5c, byte]
      case 0x0a: append("\\n")
      case 0x09: append("\\t")
      case 0x00..<0x20, 0x7f: append("\\u00" + Hex.encode(CollectionOfOne(byte)))
      default: bytes.append(byte)
      }
    }
    bytes.append(0x22)
  }

  /// Ends the document.
  mutating func finish() -> [UInt8] {
    bytes.append(0x0a)
    return bytes
  }
}
