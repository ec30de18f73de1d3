/// The members of a zip archive by its central directory, over bytes in memory. Sizes, offsets and counts that the archive
/// claims are checked against what there is.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.14 to 4.3.16.
struct ZipDirectory: Sequence, IteratorProtocol {
  struct Member {
    var name: UnsafeRawBufferPointer
    /// As stored: 0 for as it is, 8 for DEFLATE.
    var method: UInt16
    var isEncrypted: Bool
    var storedSize: Int
    var size: Int
    /// Of the local header, from the first byte of the archive.
    var offset: Int
  }

  private let archive: UnsafeRawBufferPointer
  /// What of the central directory was not read yet.
  private var rest: UnsafeRawBufferPointer
  /// What stands before the archive: a start script, the stub of a self-extracting one. Offsets do not count it.
  private let prefix: Int

  /// Nil for what is no zip archive.
  /// - Parameter missing: how many bytes of the archive's beginning are not in memory; then `stored` answers for no member.
  init?(_ archive: UnsafeRawBufferPointer, missing: Int = 0) {
    guard archive.count >= 22, let end = Self.endRecord(archive) else { return nil }
    self.archive = archive
    var (size, offset) = (Int(archive.little32(end + 12)), Int(archive.little32(end + 16)))
    var directoryEnd = end
    if size == 0xffff_ffff || offset == 0xffff_ffff || archive.little16(end + 10) == 0xffff,
      let wide = Self.wideRecord(archive, locator: end - 20, missing: missing)
    {
      guard let wideSize = archive.size(at: wide + 40), let wideOffset = archive.size(at: wide + 48) else { return nil }
      (size, offset, directoryEnd) = (wideSize, wideOffset, wide)
    }
    // The directory ends where its end record begins, whatever stands before the archive.
    guard size <= directoryEnd else { return nil }
    let start = directoryEnd - size
    let (place, overflow) = start.addingReportingOverflow(missing)
    guard !overflow, offset <= place else { return nil }
    prefix = place - offset
    rest = archive.part(start..<directoryEnd)
  }

  mutating func next() -> Member? {
    guard rest.count >= 46, rest.little32(0) == 0x0201_4b50 else { return nil }
    let (nameLength, extraLength) = (Int(rest.little16(28)), Int(rest.little16(30)))
    let length = 46 + nameLength + extraLength + Int(rest.little16(32))
    guard rest.count >= length else { return nil }
    var member = Member(
      name: rest.part(46..<46 + nameLength), method: rest.little16(10), isEncrypted: rest.little16(8) & 1 != 0,
      storedSize: Int(rest.little32(20)), size: Int(rest.little32(24)), offset: Int(rest.little32(42)))
    widen(&member, rest.part(46 + nameLength..<46 + nameLength + extraLength))
    let (offset, overflow) = member.offset.addingReportingOverflow(prefix)
    member.offset = overflow ? Int.max : offset
    rest = rest.from(length)
    return member
  }

  /// The bytes of a member as they are stored; nil where they do not lie in the archive.
  func stored(_ member: Member) -> UnsafeRawBufferPointer? {
    guard !member.isEncrypted, member.offset <= archive.count - 30, archive.little32(member.offset) == 0x0403_4b50 else {
      return nil
    }
    let start = member.offset + 30 + Int(archive.little16(member.offset + 26)) + Int(archive.little16(member.offset + 28))
    guard start <= archive.count, member.storedSize <= archive.count - start else { return nil }
    return archive.part(start..<start + member.storedSize)
  }

  /// Takes from the extra field of Zip64 what did not fit into 32 bits, in the order in which it is written.
  private func widen(_ member: inout Member, _ extra: UnsafeRawBufferPointer) {
    var extra = extra
    while extra.count >= 4 {
      let length = Int(extra.little16(2))
      if extra.little16(0) == 1 {
        let field = extra.part(4..<4 + length)
        var position = 0
        for part in [\Member.size, \.storedSize, \.offset] where member[keyPath: part] == 0xffff_ffff {
          guard let value = field.size(at: position) else { return }
          member[keyPath: part] = value
          position += 8
        }
        return
      }
      extra = extra.from(4 + length)
    }
  }

  /// Searched from the end: a comment of up to 65,535 bytes follows.
  private static func endRecord(_ archive: UnsafeRawBufferPointer) -> Int? {
    var position = archive.count - 22
    let last = Swift.max(0, position - 0xffff)
    while position >= last {
      if archive[position] == 0x50, archive.little32(position) == 0x0605_4b50,
        position + 22 + Int(archive.little16(position + 20)) <= archive.count
      {
        return position
      }
      position -= 1
    }
    return nil
  }

  private static func wideRecord(_ archive: UnsafeRawBufferPointer, locator: Int, missing: Int) -> Int? {
    guard locator >= 56, archive.little32(locator) == 0x0706_4b50, let claimed = archive.size(at: locator + 8) else { return nil }
    // With something before the archive the claim is too small; then the record has no extensible data and ends here.
    for position in [claimed - missing, locator - 56] where position >= 0 && position <= locator - 56 {
      if archive.little32(position) == 0x0606_4b50 { return position }
    }
    return nil
  }
}

extension UnsafeRawBufferPointer {
  /// The caller has seen that there are so many bytes.
  fileprivate func little16(_ offset: Int) -> UInt16 { UInt16(self[offset]) | UInt16(self[offset + 1]) << 8 }
  fileprivate func little32(_ offset: Int) -> UInt32 { UInt32(little16(offset)) | UInt32(little16(offset + 2)) << 16 }

  /// Of 64 bits; nil where it is not there, or larger than any size.
  fileprivate func size(at offset: Int) -> Int? {
    guard offset >= 0, offset <= count - 8 else { return nil }
    return Int(exactly: UInt64(little32(offset)) | UInt64(little32(offset + 4)) << 32)
  }
}
