import TareBytes

/// A history record as a person reads it: the Dockerfile's instruction, without what builders wrap around it.
public enum InstructionText {
  /// One line; the shell and the builder's marks are left out.
  public static func text(_ createdBy: String?, comment: String? = nil) -> String {
    var text = collapse(createdBy ?? "")
    if let comment = text.range(of: "# buildkit") { text.removeSubrange(comment) }
    text = trim(text)
    // The classic builder: `/bin/sh -c #(nop) CMD [...]`, and `|1 ARG=x /bin/sh -c ...` for what an ARG was given.
    if let nop = text.range(of: "#(nop) ") { return trim(String(text[nop.upperBound...])) }
    let isRun = text.hasPrefix("RUN ")
    if isRun { text.removeFirst(4) }
    if text.hasPrefix("|"), let shell = text.range(of: "/bin/sh -c ") { text.removeSubrange(..<shell.lowerBound) }
    let hasShell = text.hasPrefix("/bin/sh -c ")
    if hasShell { text.removeFirst("/bin/sh -c ".count) }
    if text.isEmpty { return trim(collapse(comment ?? "")) }
    return (isRun || hasShell ? "RUN " : "") + text
  }

  /// At most `width` characters, the telling part kept: routine commands around the one that matters and its options go
  /// first, then the middle.
  public static func shortened(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    let telling = text.hasPrefix("RUN ") ? withoutRoutine(text) : text
    return cut(telling, to: width)
  }

  private static let routine = [
    "apt-get update", "apt update", "apt-get clean", "apt clean", "apt-get autoremove", "apt-get purge", "apk update",
    "yum clean", "dnf clean", "rm -rf", "rm -fr", "rm -r", "rm -f", "set -", "cd ", "mkdir ", "export ", "ldconfig", "true",
  ]

  private static func withoutRoutine(_ text: String) -> String {
    let commands = text.dropFirst(4).split(separator: "&&").flatMap { $0.split(separator: ";") }
      .map { trim(String($0)) }.filter { !$0.isEmpty }
    let telling = commands.filter { command in !routine.contains { command.hasPrefix($0) } }
    guard !telling.isEmpty else { return text }
    let words = telling.map { command in
      command.split(separator: " ").enumerated().filter { $0 == 0 || !$1.hasPrefix("-") && $1 != "\\" }
        .map { String($1) }.joined(separator: " ")
    }
    let opening = commands.first == telling.first ? "" : "… "
    let closing = commands.last == telling.last ? "" : " …"
    return "RUN " + opening + words.joined(separator: " && ") + closing
  }

  private static func cut(_ text: String, to width: Int) -> String {
    guard text.count > width else { return text }
    guard width > 4 else { return String(text.prefix(max(0, width))) }
    let head = (width - 1) * 2 / 3
    return text.prefix(head) + "…" + text.suffix(width - 1 - head)
  }

  private static func collapse(_ text: String) -> String {
    EscapedText.printable(text.split { $0.isWhitespace }.joined(separator: " "))
  }

  private static func trim(_ text: String) -> String {
    String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? { ranges(of: text).first }
}
