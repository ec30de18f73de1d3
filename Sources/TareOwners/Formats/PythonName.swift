/// Names of Python distributions.
package enum PythonName {
  /// As names are compared: lower case, each run of `-`, `_` and `.` one `-`
  /// (https://packaging.python.org/en/latest/specifications/name-normalization).
  package static func normalised(_ name: UnsafeRawBufferPointer) -> String {
    String(decoding: normalisedBytes(name), as: UTF8.self)
  }

  package static func normalisedBytes(_ name: UnsafeRawBufferPointer) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(name.count)
    var afterSeparator = false
    for byte in name {
      let separates = byte == 0x2d || byte == 0x5f || byte == 0x2e
      if !separates { bytes.append(byte.lowercased) } else if !afterSeparator { bytes.append(0x2d) }
      afterSeparator = separates
    }
    return bytes
  }
}
