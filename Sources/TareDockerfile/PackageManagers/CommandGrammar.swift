import TareBytes

/// How one command reads its words, as data: a tree of subcommands, each with its options. An option of a node counts
/// for all below it.
package struct CommandGrammar: Sendable {
  package enum Style: Sendable {
    /// `--long`, `-s`, clusters of short ones, options and operands mixed.
    case gnu
    /// `-long` with one dash; no clusters: go, find.
    case singleDash
    /// Options end at the first operand, what follows belongs to another program: env, sudo.
    case stopsAtOperand
    /// No options: what looks like one is an operand.
    case plain
    /// As `gnu`, and a first word without a dash is a cluster: tar.
    case clusterFirst
  }

  /// The first one is what `Invocation` calls it.
  package let names: [String]
  package let options: OptionTable
  package let style: Style
  package let verb: Verb?
  package let children: [CommandGrammar]

  package init(
    _ names: String, _ options: String = "", style: Style = .gnu, verb: Verb? = nil, children: [CommandGrammar] = []
  ) {
    self.names = names.split(separator: " ").map(String.init)
    self.options = OptionTable(options)
    self.style = style
    self.verb = verb
    self.children = children
  }

  func child(_ name: String) -> CommandGrammar? { children.first { $0.names.contains(name) } }
}

/// What a subcommand does to packages.
package enum Verb: Sendable, Hashable {
  /// Operands are packages; without any, what the project in the working directory names.
  case install
  /// What the project names, as locked; operands are no packages.
  case installProject
  /// Adds packages to the project and installs them.
  case add
  case remove
  /// Fetches lists of packages.
  case refresh
  case upgrade
  case clean
  /// Fetches packages without installing them.
  case download
  /// Makes something of the project; packages may be fetched for it.
  case build
}

/// Options from a line of text: names joined by `|`, the first of which stands for all, then `=` where a value follows,
/// `?=` where one may follow an equals sign only, then `!` and the meaning that is common to several tools.
package struct OptionTable: Sendable {
  package struct Entry: Sendable, Hashable {
    package enum Argument: Sendable { case none, required, attached }
    package let name: String
    package let argument: Argument
    package let meaning: OptionMeaning?
  }

  /// As given, for the tests.
  package let text: String
  // A text is read when its tool is met: an image needs a few of some hundred.
  private let entries = Shared<[String: Entry]>()

  package init(_ text: String) { self.text = text }

  package subscript(name: String) -> Entry? { entries.value { Self.entries(text) }[name] }

  private static func entries(_ text: String) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    for token in text.utf8.split(whereSeparator: { $0 == 0x20 || $0 == 0x0a }) {
      let halves = token.split(separator: UInt8(ascii: "!"), maxSplits: 1)
      let names = halves[0].prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "=") }
      let all = names.split(separator: UInt8(ascii: "|")).map { String(Substring($0)) }
      let entry = Entry(
        name: all.first { $0.utf8.count > 1 } ?? all.first ?? "",
        argument: argument(halves[0][names.endIndex...]),
        meaning: halves.count > 1 ? OptionMeaning(rawValue: String(Substring(halves[1]))) : nil)
      for name in all { entries[name] = entry }
    }
    return entries
  }

  private static func argument(_ mark: Substring.UTF8View) -> Entry.Argument {
    mark.isEmpty ? .none : mark.first == UInt8(ascii: "?") ? .attached : .required
  }
}

/// What an option says whichever tool it belongs to.
package enum OptionMeaning: String, Sendable, CaseIterable {
  case noCache, cache, noRecommends, recommends, requirements, constraints, project, package
  /// Where packages go: a directory of packages, the root above it, an environment by path or by name.
  case target, prefix, environment, named
  case system, user, global, virtual, noDevelopment, development, dryRun, version, refresh, downloadOnly, setting, noDependencies
  case all, autoRemove, noProject
  /// Files.
  case output, outputDirectory, remoteName, directory, file, extract, create, list, url, recursive, parents, home, noHome
  case force, noTarget, fromFile, inPlace, bare, hard, reference
}
