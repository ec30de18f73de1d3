import TareLayers
import TareOwners
import TareTree

/// Looks through the image's own small files for secrets, dead ones too.
struct SecretSearch {
  struct Found {
    var content: Int32
    /// `a private key`, `a GitHub token (ghp_…)`.
    var text: String
    /// As the beginning of a sentence.
    var title: String
    var severity: Severity
  }

  /// In the order of their contents, each content once.
  private(set) var found: [Found] = []
  private(set) var read = 0
  private(set) var unread = 0

  private static let sizeLimit = 64 << 10
  private static let totalLimit = 24 << 20

  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  init(_ context: RuleContext) throws {
    var total = 0
    // By directory: nil for one of what was installed, else whether it belongs to the system.
    var places: [Int32: Place] = [:]
    for (number, content) in context.tree.contents.enumerated() where content.size > 0 && content.size <= Self.sizeLimit {
      let number = Int32(number)
      guard isOwn(number, content, context) else { continue }
      let directory = context.paths.parent(of: content.path)
      let place = places[directory] ?? Place(directory, context)
      places[directory] = place
      let name = context.lastPart(content.path)
      let around = context.lastPart(max(PathTable.root, directory))
      guard place.isWorth(name, in: around) else { continue }
      if context.entry(of: number)?.magic == .elf || context.entry(of: number)?.magic == .archive { continue }
      guard total + content.size <= Self.totalLimit, let text = try context.bytes(of: number, limit: Self.sizeLimit) else {
        unread += 1
        if CredentialFiles.isTelling(name, in: around), let kind = CredentialFiles.kind(name, in: around) {
          found.append(
            Found(
              content: number, text: "by its name \(kind), which could not be read", title: "By its name \(kind)", severity: .medium
            ))
        }
        continue
      }
      total += content.size
      read += 1
      look(text, number, name, around, isForTests: context.tree.isForDevelopment(content.path))
    }
    dropCopies(context)
  }

  private func isOwn(_ number: Int32, _ content: Content, _ context: RuleContext) -> Bool {
    guard !context.isInBase(layer: context.ownership.firstWriters[Int(number)]) else { return false }
    switch context.ownership.owners[Int(number)] {
    case .package, .base: return false
    case .application: return true
    case .nobody:
      // Of what is dead nobody says whose it was: what came to its place does.
      guard !content.isLive, content.successor >= 0 else { return true }
      if case .package = context.ownership.owners[Int(content.successor)] { return false }
      return true
    }
  }

  private mutating func look(_ bytes: [UInt8], _ number: Int32, _ name: String, _ around: String, isForTests: Bool) {
    bytes.withUnsafeBytes { text in
      let severity = isForTests ? Severity.low : .high
      if let key = SecretShapes.privateKey(in: text) {
        found.append(
          Found(
            content: number, text: key.kind, title: key.kind.contains("locked") ? "A locked private key" : "A private key",
            severity: isForTests ? .low : key.kind.contains("locked") ? .medium : .high))
      } else if let token = SecretShapes.tokens(in: text).first {
        let start = token.start.count >= 3 ? " (\(token.start)…)" : ""
        found.append(
          Found(
            content: number, text: token.kind + start, title: token.kind.prefix(1).uppercased() + token.kind.dropFirst(),
            severity: severity))
      } else if !CredentialFiles.isKeyName(name), let kind = CredentialFiles.kind(name, in: around),
        CredentialFiles.holdsSecret(text, name, in: around)
      {
        found.append(
          Found(content: number, text: kind, title: kind.prefix(1).uppercased() + kind.dropFirst(), severity: severity))
      }
    }
  }

  /// A `chown` writes a file again: the first of equal ones stands for all.
  private mutating func dropCopies(_ context: RuleContext) {
    let all = Set(found.map(\.content))
    let copies = Set(
      all.compactMap { content in
        let place = context.tree.contents[Int(content)]
        return !place.isLive && place.cause == .rewritten && all.contains(place.successor) ? place.successor : nil
      })
    // The file that is seen last is the one to name; its first writer is known.
    let firsts = Set(
      all.filter { content in
        let place = context.tree.contents[Int(content)]
        return !place.isLive && place.cause == .rewritten && copies.contains(place.successor)
      })
    found.removeAll { firsts.contains($0.content) }
  }

  /// What a directory makes likely of the files in it.
  private enum Place {
    /// Packages, documents, caches of managers: others' files.
    case others
    case system
    case project

    init(_ directory: Int32, _ context: RuleContext) {
      var current = directory
      var top = directory
      while current > PathTable.root {
        let name = context.paths.name(of: current)
        if Self.installed.contains(where: { name.elementsEqual($0.utf8) }) {
          self = .others
          return
        }
        top = current
        current = context.paths.parent(of: current)
      }
      self = directory > PathTable.root && Self.tops.contains(context.lastPart(top)) ? .system : .project
    }

    private static let installed = [
      "site-packages", "dist-packages", "node_modules", "gems", "vendor", "ca-certificates", "certs", "registry", "mod", ".cache",
      "pkgs", "share", "include", "objects", "dpkg",
    ]
    private static let tops: Set<String> = ["usr", "lib", "lib64", "bin", "sbin", "var", "etc", "opt", "proc", "sys", "dev", "run"]

    func isWorth(_ name: String, in directory: String) -> Bool {
      switch self {
      case .others: return CredentialFiles.isTelling(name, in: directory)
      case .project: return true
      case .system:
        return CredentialFiles.kind(name, in: directory) != nil
          || ["pem", "key", "ppk", "env", "json", "conf", "cnf", "ini", "yml", "yaml", "sh"].contains {
            name.hasSuffix("." + $0)
          }
      }
    }
  }
}
