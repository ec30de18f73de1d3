import TareBytes
import TareOCI

/// A history record in a few words, for titles and evidence.
enum InstructionText {
  static func short(_ record: HistoryRecord?, limit: Int) -> String {
    var words = (record?.createdBy ?? "").split { $0.isWhitespace }[...]
    if let comment = words.firstIndex(of: "#"), words.dropFirst(comment - words.startIndex + 1).first == "buildkit" {
      words = words[..<comment]
    }
    var isRun = false
    if words.first == "RUN" {
      words.removeFirst()
      isRun = true
    }
    if words.first?.first == "|", let shell = words.firstIndex(of: "/bin/sh") { words = words[shell...] }
    if words.starts(with: ["/bin/sh", "-c"]) {
      words = words.dropFirst(2)
      isRun = words.first != "#(nop)"
      if !isRun { words.removeFirst() }
    }
    guard !words.isEmpty else { return "" }
    let text = (isRun ? "RUN " : "") + EscapedText.printable(words.joined(separator: " "))
    return text.count > limit ? text.prefix(limit - 1) + "…" : text
  }
}
