import Crypto

extension RecordedDigest {
  /// Whether it is the digest of these bytes. MD5 and SHA-1 are what package databases have; they settle whose a file is,
  /// nothing more.
  func matches(_ content: [UInt8]) -> Bool {
    switch algorithm {
    case .md5: bytes.elementsEqual(Insecure.MD5.hash(data: content))
    case .sha1: bytes.elementsEqual(Insecure.SHA1.hash(data: content))
    case .sha256: bytes.elementsEqual(SHA256.hash(data: content))
    case .sha512: bytes.elementsEqual(SHA512.hash(data: content))
    }
  }
}
