/// One row of a table in an SQLite database: a list of types, then the values.
struct SQLiteRow {
  /// Where a table has an integer as primary key, this is it.
  let number: Int64
  let content: UnsafeRawBufferPointer

  /// The bytes of a text or a blob.
  func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
    guard let (type, value) = field(column), type >= 12 else { return nil }
    return value
  }

  func integer(_ column: Int) -> Int64? {
    guard let (type, value) = field(column) else { return nil }
    switch type {
    case 1...6: return value.reduce(value.first ?? 0 < 0x80 ? 0 : -1) { $0 << 8 | Int64($1) }
    case 8: return 0
    case 9: return 1
    default: return nil
    }
  }

  private func field(_ column: Int) -> (type: Int64, value: UnsafeRawBufferPointer)? {
    var position = 0
    guard let header = Self.varint(content, &position).flatMap(Int.init(exactly:)), header <= content.count else { return nil }
    var offset = header
    var index = 0
    while position < header, let type = Self.varint(content, &position), let size = Self.size(type) {
      guard offset >= 0, size <= content.count - offset else { return nil }
      if index == column { return (type, content.part(offset..<offset + size)) }
      offset += size
      index += 1
    }
    return nil
  }

  /// Of a value, by its type.
  private static func size(_ type: Int64) -> Int? {
    switch type {
    case 0, 8, 9: 0
    case 1...4: Int(type)
    case 5: 6
    case 6, 7: 8
    case 12...: Int((type - 12) / 2)
    default: nil
    }
  }

  /// Seven bits a byte, the highest first, as long as the top bit is set; a ninth byte counts in full.
  static func varint(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int64? {
    var value: Int64 = 0
    for index in 0..<9 {
      guard position < bytes.count else { return nil }
      let byte = bytes[position]
      position += 1
      if index == 8 { return value << 8 | Int64(byte) }
      value = value << 7 | Int64(byte & 0x7f)
      if byte & 0x80 == 0 { break }
    }
    return value
  }
}
