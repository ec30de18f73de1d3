public import TareOCI
public import TareTree

/// The files that the image is told to run, and the directories it is told to run: each with what told it.
public struct Programs: Sendable {
  public struct Program: Sendable {
    public var path: Int32
    /// `ENTRYPOINT`, `CMD`, `HEALTHCHECK`.
    public var reason: String
  }

  public private(set) var all: [Program] = []
  private let tree: MergedTree
  private let searchPath: [[UInt8]]
  private let workingDirectory: [UInt8]

  public init(_ tree: MergedTree, _ config: RunConfig?) {
    self.tree = tree
    let path = config?.environment("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    searchPath = path.split(separator: ":").map { Array($0.utf8) }
    workingDirectory = Array((config?.workingDirectory ?? "/").utf8)
    add(config?.entrypoint ?? [], "ENTRYPOINT")
    add(config?.command ?? [], "CMD")
    if let test = config?.healthcheck?.test, let kind = test.first, kind != "NONE" {
      add(kind == "CMD-SHELL" ? ["/bin/sh", "-c"] + test.dropFirst() : Array(test.dropFirst()), "HEALTHCHECK")
    }
  }

  /// The program that the first word names, and any later word that is a path of the image. A line given to a shell is
  /// looked through word by word.
  private mutating func add(_ words: [String], _ reason: String) {
    for (index, word) in words.enumerated() {
      if index >= 2, ["-c", "-ec", "-xc", "-lc", "-exc"].contains(words[index - 1]) {
        for (number, part) in Self.shellWords(word).enumerated() { add(part, reason, isCommand: true, isFirst: number == 0) }
      } else {
        add(word, reason, isCommand: index == 0 || words[0].hasSuffix("tini"), isFirst: index == 0)
      }
    }
  }

  private mutating func add(_ word: String, _ reason: String, isCommand: Bool, isFirst: Bool) {
    guard !word.isEmpty, !word.hasPrefix("-") else { return }
    let bytes = Array(word.utf8)
    guard let found = bytes.contains(0x2f) ? file(bytes) : isCommand ? search(bytes) : file(bytes) else { return }
    guard tree.nodes[Int(found)].kind != .directory || found > PathTable.root else { return }
    if !all.contains(where: { $0.path == found && $0.reason == reason }) { all.append(Program(path: found, reason: reason)) }
  }

  private func search(_ name: [UInt8]) -> Int32? {
    for directory in searchPath {
      if let found = tree.target(of: directory + [0x2f] + name), tree.nodes[Int(found)].kind != .directory { return found }
    }
    return nil
  }

  private func file(_ path: [UInt8]) -> Int32? {
    tree.target(of: path.first == 0x2f ? path : workingDirectory + [0x2f] + path)
  }

  /// Words of a shell line by the crudest reading: what is no path or name of a program finds nothing.
  private static func shellWords(_ line: String) -> [String] {
    line.split { " \t\n;|&()<>\"'`".contains($0) }.map(String.init)
  }
}
