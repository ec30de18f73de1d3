import TareBytes
import TareOCI

/// Files by name, as a layout or an archive has them.
protocol ImageStore {
  /// The whole of a small file; nil when there is none of that name.
  func document(_ name: String) throws -> [UInt8]?
  /// The name under which the file really is, after all links; nil when there is none.
  func resolve(_ name: String) throws -> String?
}

extension ImageStore {
  /// The document behind a digest, checked against it.
  func document(_ digest: Digest, what: String) throws -> [UInt8]? {
    guard let bytes = try document(blobName(digest)) else { return nil }
    guard var hasher = DigestHasher(algorithm: digest.algorithm) else { return bytes }
    bytes.withUnsafeBytes { hasher.update($0) }
    let actual = hasher.finish()
    guard actual == digest else { throw SourceError.digestMismatch(what: what, expected: digest, actual: actual) }
    return bytes
  }

  /// Where an OCI layout keeps a blob.
  func blobName(_ digest: Digest) -> String { "blobs/\(digest.algorithm)/\(digest.encoded)" }
}

/// The names in an archive, with the links between them.
struct ArchiveNames<File> {
  private var files: [String: File] = [:]
  private var links: [String: String] = [:]

  subscript(name: String) -> File? { files[name] }

  /// A later member of the same name takes the earlier one's place, as extraction would have it.
  mutating func add(_ file: File, as name: String) {
    links[name] = nil
    files[name] = file
  }

  mutating func addLink(_ name: String, to target: String) {
    files[name] = nil
    links[name] = target
  }

  func resolve(_ name: String) throws -> String? {
    var current = canonicalName(name)
    for _ in 0...links.count {
      if files[current] != nil { return current }
      guard let target = links[current] else { return nil }
      current = target
    }
    throw SourceError.linkCycle(name)
  }

  var isEmpty: Bool { files.isEmpty }
}

/// A member's name without `./`, doubled slashes and `..`.
func canonicalName(_ name: some StringProtocol) -> String {
  var parts: [Substring] = []
  for part in name.split(separator: "/") {
    if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(Substring(part)) }
  }
  return parts.joined(separator: "/")
}

/// The target of a symbolic link, seen from the archive's root.
func linkTarget(_ target: String, from name: String) -> String {
  target.hasPrefix("/")
    ? canonicalName(target) : canonicalName(name.split(separator: "/").dropLast().joined(separator: "/") + "/" + target)
}
