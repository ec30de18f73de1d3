/// Writes zip archives as the format has them, for the tests of their reader.
struct ZipBuilder {
  struct Member {
    var name: String
    var content: [UInt8]
    /// 8 for DEFLATE: then `content` is what is stored, and `size` what it expands to.
    var method: UInt16 = 0
    var size: Int?
  }

  var members: [Member] = []
  /// Sizes and offsets in extra fields of 64 bits, and an end record for them.
  var isWide = false
  /// All members lie where the first one does.
  var isOverlapping = false
  /// Stands before the archive; offsets do not count it.
  var prefix: [UInt8] = []
  var comment: [UInt8] = []

  init(_ members: [(String, String)] = []) {
    self.members = members.map { Member(name: $0.0, content: Array($0.1.utf8)) }
  }

  func bytes() -> [UInt8] {
    var (out, directory): ([UInt8], [UInt8]) = ([], [])
    for (index, member) in members.enumerated() {
      let offset = isOverlapping ? 0 : out.count
      let size = member.size ?? member.content.count
      let extra =
        isWide ? little(1, 2) + little(24, 2) + little(size, 8) + little(member.content.count, 8) + little(offset, 8) : []
      directory += little(0x0201_4b50, 4) + little(20, 2) + little(20, 2) + little(0, 2) + little(Int(member.method), 2)
      directory += little(0, 8) + narrow(member.content.count) + narrow(size) + little(member.name.utf8.count, 2)
      directory += little(extra.count, 2) + little(0, 2) + little(0, 8) + narrow(offset) + member.name.utf8 + extra
      if isOverlapping, index > 0 { continue }
      out += little(0x0403_4b50, 4) + little(20, 2) + little(0, 2) + little(Int(member.method), 2) + little(0, 8)
      out += little(member.content.count, 4) + little(size, 4) + little(member.name.utf8.count, 2) + little(0, 2)
      out += member.name.utf8 + member.content
    }
    let start = out.count
    out += directory
    if isWide {
      let record = out.count
      out += little(0x0606_4b50, 4) + little(44, 8) + little(45, 4) + little(0, 8)
      out += little(members.count, 8) + little(members.count, 8) + little(directory.count, 8) + little(start, 8)
      out += little(0x0706_4b50, 4) + little(0, 4) + little(record, 8) + little(1, 4)
    }
    out += little(0x0605_4b50, 4) + little(0, 4) + little(isWide ? 0xffff : members.count, 2)
    out += little(isWide ? 0xffff : members.count, 2) + narrow(directory.count) + narrow(start) + little(comment.count, 2) + comment
    return prefix + out
  }

  private func narrow(_ value: Int) -> [UInt8] { little(isWide ? 0xffff_ffff : value, 4) }

  private func little(_ value: Int, _ width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
}
