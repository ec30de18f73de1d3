/// Reads members of jars within bounds: an archive must not make more work than a multiple of its own size, however its
/// members overlap, expand or nest.
struct JavaMemberReader {
  static let deepest = 8
  /// Manifests and properties are text of a few kilobytes.
  private static let largestText = 1 << 20
  /// No DEFLATE stream expands further (zlib, technical details: 1032:1).
  private static let mostExpansion = 1032

  private let inflate: @Sendable ([UInt8], Int) -> [UInt8]?
  /// How many bytes of members may still be read.
  private var budget: Int

  /// `archiveSize` in bytes. Jars in a jar are compressed already, so what is in it is hardly larger than itself.
  init(archiveSize: Int, inflate: @escaping @Sendable ([UInt8], Int) -> [UInt8]?) {
    self.inflate = inflate
    let (product, overflow) = archiveSize.multipliedReportingOverflow(by: 16)
    budget = overflow ? Int.max : max(product, 1 << 20)
  }

  /// Nil for what is too large for a manifest or properties.
  mutating func readText<Result>(
    _ member: ZipDirectory.Member, of directory: ZipDirectory, _ body: (UnsafeRawBufferPointer) -> Result
  ) -> Result? {
    guard member.size <= Self.largestText, member.storedSize <= Self.largestText else { return nil }
    return read(member, of: directory) { bytes, _ in body(bytes) }
  }

  /// Nil for a member that is damaged, packed in another way, or more than the budget has left.
  mutating func read<Result>(
    _ member: ZipDirectory.Member, of directory: ZipDirectory, _ body: (UnsafeRawBufferPointer, inout JavaMemberReader) -> Result
  ) -> Result? {
    let cost = max(member.size, member.storedSize)
    guard cost <= budget, let stored = directory.stored(member) else { return nil }
    budget -= cost
    switch member.method {
    case 0: return body(stored, &self)
    case 8:
      guard member.size / Self.mostExpansion <= stored.count, let bytes = inflate(Array(stored), member.size) else { return nil }
      return bytes.withUnsafeBytes { body($0, &self) }
    default: return nil
    }
  }
}
