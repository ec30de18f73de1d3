import TareDockerfile
import TareOCI

/// A history row, ready to be compared.
struct HistoryText {
  let created: CreatedBy
  /// Canonical, by the row's own keyword.
  let text: [UInt8]
  /// ARG of buildah: all the names declared so far, in no order.
  let isNameList: Bool

  init(_ record: HistoryRecord?) {
    created = CreatedBy(record ?? HistoryRecord())
    var spelling = created.arguments[...]
    var isNameList = false
    if created.keyword == .arg {
      let (word, rest) = spelling.cutWord
      isNameList = !rest.isEmpty && !word.contains(0x3d)
      spelling = word[..<(word.firstIndex(of: 0x3d) ?? word.endIndex)]
    }
    self.isNameList = isNameList
    let keyword = created.keyword ?? .run
    text = CanonicalText.of(created.content == nil ? keyword : .copy, spelling.lazy.filter { $0 != CanonicalText.unknown })
  }
}
