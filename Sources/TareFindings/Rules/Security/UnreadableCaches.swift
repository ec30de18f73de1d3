import TareTree

/// Files under `/root` that the program looks for, in an image that runs as another user.
///
/// `/root` is closed to all but root. A model cache that a build step filled as root (`HF_HOME=/root/.cache/huggingface`) is
/// not found by a process under `USER app`: it downloads anew at every start, or fails where there is no network. Put it in a
/// directory of its own (`ENV HF_HOME=/opt/models`) that the user may read, or fill it after the `USER` line.
///
/// Where `/root` is open to others, or belongs to the user, there is no finding.
struct UnreadableCaches: Rule {
  static let name = "unreadable-caches"
  static let family = RuleFamily.security
  static let summary = "Caches and programs under /root that the image's USER cannot read"

  static let caches = [
    ".cache/huggingface", ".cache/torch", ".cache/clip", ".cache/whisper", ".cache/ms-playwright", ".cache/puppeteer", ".keras",
    "nltk_data", "tensorflow_datasets", ".insightface", ".paddleocr", ".EasyOCR", ".u2net", ".ollama", ".local/share/spacy",
    ".deepface",
  ]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let user = try RunUser(context)
    guard !user.isRoot else { return .nothing(because: "the image runs as root") }
    guard let root = context.find("/root"), context.isDirectory(root) else { return .nothing(because: "there is no /root") }
    guard Self.isClosed(root, to: user, context) else { return .nothing(because: "/root is open to \(user.name)") }
    var evidence: [String] = []
    var rows: [Int] = []
    for variable in context.config?.environment ?? [] {
      guard let equals = variable.firstIndex(of: "=") else { continue }
      let name = variable[..<equals]
      // That of root's own is the shell's to set.
      guard name != "HOME" else { continue }
      for part in variable[variable.index(after: equals)...].split(separator: ":") where part == "/root" || part.hasPrefix("/root/")
      {
        guard let path = context.find(String(part)) else { continue }
        evidence.append("\(name) names \(part)")
        rows += context.rowsHolding(Set(context.files(below: path).map(\.content)).sorted())
      }
    }
    for cache in Self.caches {
      guard let path = context.find("/root/\(cache)"), case let contents = Set(context.files(below: path).map(\.content)).sorted()
      else {
        continue
      }
      let bytes = contents.reduce(0) { $0 + context.tree.contents[Int($1)].size }
      evidence.append(bytes > 0 ? "\(context.size(bytes)) \(context.text(path))" : "\(context.text(path)) is made for it")
      rows += context.rowsHolding(contents)
    }
    guard !evidence.isEmpty else {
      return .nothing(because: "no variable names /root, and no cache for running programs lies there")
    }
    var places: [Int] = []
    for row in rows where !places.contains(row) { places.append(row) }
    var finding = Finding(
      key: "root", title: "Files under /root that USER \(user.name) cannot read", claim: Claim(),
      evidence: evidence + ["/root has mode \(String(Self.mode(root, context) ?? 0o700, radix: 8))"], effort: .oneLine,
      risk: Risk(.none, "the program finds what it did not find before"),
      fixes: [
        Finding.Fix(
          "put it where \(user.name) may read it, as /opt/cache with COPY --chown=\(user.name), and set the variable to that")
      ], rows: places)
    finding.severityOfItsOwn = .medium
    return .findings([finding])
  }

  private static func isClosed(_ root: Int32, to user: RunUser, _ context: RuleContext) -> Bool {
    let node = context.tree.nodes[Int(root)]
    guard node.layer >= 0, node.entry >= 0, let entry = context.weighing.scans[Int(node.layer)]?.entries[Int(node.entry)] else {
      return false
    }
    return entry.mode & 0o001 == 0 && entry.uid != user.number
  }

  private static func mode(_ path: Int32, _ context: RuleContext) -> UInt16? {
    let node = context.tree.nodes[Int(path)]
    guard node.layer >= 0, node.entry >= 0 else { return nil }
    return context.weighing.scans[Int(node.layer)]?.entries[Int(node.entry)].mode
  }
}
