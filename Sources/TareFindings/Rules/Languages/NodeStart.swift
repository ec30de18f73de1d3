import TareOwners

/// What starts Node in an image: words of commands, and of `scripts.start` where npm or another manager starts it.
struct NodeStart {
  /// Last parts of words: names of programs and of files.
  private(set) var names: Set<String>
  /// All words.
  private(set) var words: Set<String> = []

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ context: RuleContext) throws {
    names = StartedPrograms.names(context)
    let config = context.config
    var texts = (config?.entrypoint ?? []) + (config?.command ?? [])
    if let options = config?.environment("NODE_OPTIONS") { texts.append(options) }
    for (path, _) in context.ownership.sources.declarations where context.lastPart(path) == "package.json" {
      guard let file = context.file(at: path), let text = try context.bytes(of: file.content) else { continue }
      texts += Self.scripts(text)
    }
    for text in texts {
      for word in text.split(whereSeparator: { " \t\n;|&()<>\"'`=,".contains($0) }) {
        words.insert(String(word))
        names.insert(String(word.split(separator: "/").last ?? word))
      }
    }
  }

  /// Whether TypeScript is run as it is, without being compiled before.
  var runsTypeScript: Bool {
    !names.isDisjoint(with: [
      "ts-node", "ts-node-dev", "tsx", "bun", "deno", "tsc", "esno", "swc-node", "nodemon", "vite", "next-dev",
    ])
      || words.contains {
        $0.hasSuffix(".ts") || $0.contains("strip-types") || $0.contains("transform-types") || $0.contains("ts-node")
      }
  }

  /// Whether stack traces are translated.
  var readsSourceMaps: Bool { words.contains { $0.contains("source-map") } }

  private static func scripts(_ text: [UInt8]) -> [String] {
    text.withUnsafeBytes { bytes in
      var json = JSONScanner(bytes)
      var lines: [String] = []
      guard json.beginObject() else { return [] }
      while let key = json.nextKey() {
        guard key == "scripts", json.beginObject() else {
          if key != "scripts" { json.skip() }
          continue
        }
        while let name = json.nextKey() {
          let line = json.string() ?? ""
          if name.hasPrefix("start") || name == "prestart" || name == "serve" { lines.append(line) }
        }
      }
      return lines
    }
  }
}
