/// Why RPM packages are installed. RPM itself does not know; the managers above it keep files of their own.
struct RpmIntents {
  /// By `name.architecture`.
  private var intents: DnfHistory.Intents = [:]
  /// Names of what Zypper installed for other packages' sake; it lists no others.
  private var automatic: Set<String>?

  private enum Role { case history, historyLog, dnf5, zypper }

  private static func role(_ name: UnsafeRawBufferPointer) -> Role? {
    switch name.count {
    case 13: name.equals("packages.toml") ? .dnf5 : name.equals("AutoInstalled") ? .zypper : nil
    case 14: name.equals("history.sqlite") ? .history : nil
    case 18: name.equals("history.sqlite-wal") ? .historyLog : nil
    default: nil
    }
  }

  static func wants(_ file: FileName) -> Bool {
    switch role(file.name) {
    case .history, .historyLog: file.directory.equals("var/lib/dnf")
    case .dnf5: file.directory.equals("usr/lib/sysimage/libdnf5")
    case .zypper: file.directory.equals("var/lib/zypp")
    case nil: false
    }
  }

  init(_ files: any ImageFiles) throws {
    var contents: [Role: [UInt8]] = [:]
    for number in files.wanted {
      guard let role = files.name(number).withUnsafeBytes(Self.role) else { continue }
      contents[role] = try files.contents(of: number)
    }
    if let history = contents[.history] {
      let log = contents[.historyLog] ?? []
      intents = history.withUnsafeBytes { history in log.withUnsafeBytes { DnfHistory.sqlite(history, log: $0) } }
    }
    // DNF 5 took over what DNF 4 knew.
    if let state = contents[.dnf5] { intents.merge(state.withUnsafeBytes(DnfHistory.toml)) { $1 } }
    automatic = contents[.zypper]?.withUnsafeBytes { text in
      Set(text.lines.lazy.map(\.trimmed).filter { !$0.isEmpty && $0.first != 0x23 }.map(\.text))
    }
  }

  subscript(name: String, architecture: String?) -> Package.Intent {
    if let intent = intents["\(name).\(architecture ?? "")"] { return intent }
    return automatic.map { $0.contains(name) ? .automatic : .asked } ?? .unknown
  }
}
