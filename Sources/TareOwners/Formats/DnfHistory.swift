/// Why packages are installed, as DNF 4 keeps it in `history.sqlite`, and DNF 5 in `packages.toml`. Both name a package as
/// `name.architecture`.
enum DnfHistory {
  typealias Intents = [String: Package.Intent]

  static func sqlite(_ bytes: UnsafeRawBufferPointer, log: UnsafeRawBufferPointer) -> Intents {
    guard let file = SQLiteFile(bytes, log: log), let transactions = file.table("trans"), let packages = file.table("rpm"),
      let items = file.table("trans_item"), let state = transactions.column("state"),
      let packageItem = packages.column("item_id"), let name = packages.column("name"), let architecture = packages.column("arch"),
      let transaction = items.column("trans_id"), let item = items.column("item_id"), let action = items.column("action"),
      let reason = items.column("reason")
    else { return [:] }
    var done: Set<Int64> = []
    file.forEachRow(of: transactions) { if $0.integer(state) == 1 { done.insert($0.number) } }
    var names: [Int64: String] = [:]
    file.forEachRow(of: packages) { row in
      guard let item = row.integer(packageItem), let name = row.bytes(name), let architecture = row.bytes(architecture) else {
        return
      }
      names[item] = "\(name.text).\(architecture.text)"
    }
    var latest: [String: (transaction: Int64, intent: Package.Intent)] = [:]
    file.forEachRow(of: items) { row in
      guard let transaction = row.integer(transaction), done.contains(transaction),
        let name = row.integer(item).flatMap({ names[$0] }),
        let action = row.integer(action), !Action.closing.contains(action),
        latest[name].map({ $0.transaction <= transaction }) ?? true
      else { return }
      latest[name] = (transaction, action == Action.remove ? .unknown : intent(row.integer(reason)))
    }
    return latest.mapValues(\.intent)
  }

  /// What a transaction did to a package.
  private enum Action {
    /// Downgraded, obsoleted, upgraded, reinstalled: they end what another row of the transaction goes on with.
    static let closing: Set<Int64> = [3, 5, 7, 10]
    static let remove: Int64 = 8
  }

  private static func intent(_ reason: Int64?) -> Package.Intent {
    switch reason {
    // A dependency, one that may go, a weak dependency.
    case 1, 3, 4: .automatic
    // The user, a group.
    case 2, 5: .asked
    default: .unknown
    }
  }

  /// Tables with one key: `"name.architecture" = {reason = "User"}`, or the table's name in brackets and quotes on a line
  /// before `reason = "User"`.
  static func toml(_ bytes: UnsafeRawBufferPointer) -> Intents {
    var intents: Intents = [:]
    var name: String?
    for line in bytes.lines.lazy.map(\.trimmed) {
      let parts = line.parts(0x22).prefix(4).map(\.self)
      if line.first == 0x5b || line.first == 0x22 { name = parts.count > 1 ? parts[1].text : nil }
      guard let name else { continue }
      // The key stands before the first or the second string in quotes.
      for value in [1, 3] where value < parts.count {
        let (key, rest) = parts[value - 1].cut(0x3d)
        // What stands before the last `=`.
        let last = rest.flatMap { $0.trimmed.isEmpty ? nil : $0.cut(0x3d).head } ?? key
        if last.trimmed.hasSuffix("reason") { intents[name] = intent(parts[value]) }
      }
    }
    return intents
  }

  private static func intent(_ reason: UnsafeRawBufferPointer) -> Package.Intent {
    switch reason.text {
    case "User", "External User", "Group": .asked
    case "Dependency", "Weak Dependency", "Clean": .automatic
    default: .unknown
    }
  }
}
