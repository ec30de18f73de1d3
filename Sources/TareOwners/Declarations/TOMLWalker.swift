/// What a TOML text says, in its order: every heading and every key with its value.
struct TOMLWalker {
  struct Entry {
    /// From the root: the heading and the key.
    var path: [String]
    /// Nil for a heading.
    var value: TOMLValue?
    /// Of the heading or the key, from 1.
    var line: Int
  }

  private var cursor: TOMLCursor
  /// Nil below a heading that cannot be read.
  private var table: [String]? = []

  init(_ bytes: UnsafeRawBufferPointer) {
    cursor = TOMLCursor(bytes: bytes, position: bytes.hasPrefix("\u{feff}") ? 3 : 0, line: 1)
  }

  mutating func next() -> Entry? {
    while true {
      cursor.passSpace()
      guard !cursor.isAtEnd else { return nil }
      let line = cursor.line
      if cursor.current == 0x5b {
        cursor.position += 1
        if cursor.current == 0x5b { cursor.position += 1 }
        table = cursor.key()
        if cursor.current != 0x5d { table = nil }
        cursor.passLine()
        if let table { return Entry(path: table, value: nil, line: line) }
        continue
      }
      guard let key = cursor.key(), cursor.current == 0x3d else {
        cursor.passLine()
        continue
      }
      cursor.position += 1
      cursor.passBlanks()
      let value = cursor.passValue()
      cursor.passLine()
      if let table { return Entry(path: table + key, value: value, line: line) }
    }
  }
}
