import TareBytes

/// Paths as URI references.
enum RelativeURI {
  /// Every byte that may not stand for itself in a path is `%XX`; so are colons, which would make a scheme of what is before
  /// them. An absolute path becomes a `file` URI.
  static func of(_ path: String) -> String {
    var uri = path.hasPrefix("/") ? "file://" : ""
    for byte in path.utf8 {
      if isPlain(byte) {
        uri.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        uri += "%" + Hex.encode(CollectionOfOne(byte)).uppercased()
      }
    }
    return uri
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7a, 0x41...0x5a, 0x30...0x39: true
    default: "-._~/!$&'()*+,;=@".utf8.contains(byte)
    }
  }
}
