/// A JSON text read in its order, as `JSONScanner` reads it, with the line of every key.
struct PlacedJSON {
  struct Key {
    var text: String
    /// From 1.
    var line: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private var scanner: JSONScanner
  /// The line of the last key, and where that key begins.
  private var line = 1
  private var place = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    scanner = JSONScanner(bytes)
  }

  mutating func beginObject() -> Bool { scanner.beginObject() }

  mutating func nextKey() -> Key? {
    guard let text = scanner.nextKey() else { return nil }
    line += bytes.part(place..<scanner.keyStart).count { $0 == 0x0a }
    place = scanner.keyStart
    return Key(text: text, line: line)
  }

  mutating func string() -> String? { scanner.string() }
  mutating func isTrue() -> Bool { scanner.boolean() == true }
  mutating func value() -> UnsafeRawBufferPointer { scanner.value() }
  mutating func skip() { scanner.skip() }
}
