import TareTree

/// Caches of package managers, known by the directories they make.
struct FoundCaches {
  struct Kind {
    /// Whose it is.
    var name: String
    /// The last parts of its path.
    var parts: [String]
    /// One of these is in it: a name, or the beginning of one.
    var marks: [String]
    /// What a user writes instead.
    var command: String
    /// Commands that need it while they run.
    var tools: [String] = []
    /// Whether programs are known to run straight from it.
    var mayBeUsed = false
    /// Files that stay where the command has cleaned it.
    var remains: Set<String> = []
  }

  struct Cache {
    var kind: Kind
    var directory: Int32

    /// Whether a file stays where the cache was cleaned.
    func remains(_ file: ShownFile, _ context: RuleContext) -> Bool {
      !kind.remains.isEmpty && context.paths.parent(of: file.path) == directory
        && kind.remains.contains(context.lastPart(file.path))
    }
  }

  private(set) var all: [Cache] = []
  /// The first of those that are there without bytes.
  private(set) var empty: Int32?
  private let context: RuleContext
  private var links: [(link: Int32, target: Int32)] = []

  init(_ context: RuleContext) {
    self.context = context
    let byName = Dictionary(grouping: Self.kinds) { $0.parts.last ?? "" }
    let names = Set(byName.keys.map { Array($0.utf8) })
    for path in context.tree.nodes.indices.dropFirst() where context.isDirectory(Int32(path)) {
      let path = Int32(path)
      let name = context.paths.name(of: path)
      if names.contains(Array(name)), let kind = byName[String(decoding: name, as: UTF8.self)]?.first(where: { matches($0, path) })
      {
        add(Cache(kind: kind, directory: path))
      } else if let mark = context.tree.child("CACHEDIR.TAG".utf8, of: path), context.file(at: mark) != nil,
        holds(Self.uv.marks, path)
      {
        add(Cache(kind: Self.uv, directory: path))
      }
    }
    if !all.isEmpty { findLinks() }
  }

  /// An image made to have more of them is not worth the time.
  private static let limit = 500

  private mutating func add(_ cache: Cache) {
    // One inside another goes with it.
    guard all.count < Self.limit, !all.contains(where: { context.paths.lies(cache.directory, in: $0.directory) }) else { return }
    guard context.files(below: cache.directory).contains(where: { $0.size > 0 && !cache.remains($0, context) }) else {
      empty = empty ?? cache.directory
      return
    }
    all.append(cache)
  }

  private func matches(_ kind: Kind, _ path: Int32) -> Bool {
    var current = path
    for part in kind.parts.reversed() {
      guard current > PathTable.root, context.paths.name(of: current).elementsEqual(part.utf8) else { return false }
      current = context.paths.parent(of: current)
    }
    return kind.marks.isEmpty || holds(kind.marks, path)
  }

  private func holds(_ marks: [String], _ path: Int32) -> Bool {
    context.tree.children(of: path).contains { child in
      let name = context.lastPart(child)
      return marks.contains {
        $0.hasSuffix("*") ? name.hasPrefix($0.dropLast()) : $0.hasPrefix("*") ? name.hasSuffix($0.dropFirst()) : name == $0
      }
    }
  }

  // MARK: Links

  private mutating func findLinks() {
    for path in context.tree.nodes.indices where context.tree.nodes[path].exists && context.tree.nodes[path].kind == .symbolicLink {
      if let target = context.tree.target(of: context.paths.bytes(of: Int32(path))) { links.append((Int32(path), target)) }
    }
  }

  /// A symbolic link outside of a cache that leads into it: an environment made of links.
  func link(into cache: Cache) -> Int32? {
    links.first { context.paths.lies($0.target, in: cache.directory) && !context.paths.lies($0.link, in: cache.directory) }?.link
  }

  // MARK: Kinds

  private static let uv = Kind(
    name: "uv", parts: [".cache", "uv"], marks: ["archive-v*", "wheels-v*", "sdists-v*", "simple-v*", "built-wheels-v*"],
    command: "uv --no-cache, or UV_NO_CACHE=1")

  private static let kinds: [Kind] = [
    uv,
    Kind(name: "pip", parts: [".cache", "pip"], marks: [], command: "pip install --no-cache-dir, or PIP_NO_CACHE_DIR=1"),
    Kind(
      name: "poetry", parts: ["pypoetry", "cache"], marks: [], command: "poetry install --no-cache, or rm -rf ~/.cache/pypoetry"),
    Kind(
      name: "poetry", parts: ["pypoetry", "artifacts"], marks: [], command: "poetry install --no-cache, or rm -rf ~/.cache/pypoetry"
    ),
    Kind(name: "pipenv", parts: [".cache", "pipenv"], marks: [], command: "pipenv --clear"),
    Kind(name: "pdm", parts: [".cache", "pdm"], marks: [], command: "pdm cache clear"),
    Kind(
      name: "virtualenv", parts: ["share", "virtualenv"], marks: ["wheel", "py_info", "unzip"],
      command: "rm -rf ~/.local/share/virtualenv"),
    Kind(name: "pre-commit", parts: [".cache", "pre-commit"], marks: [], command: "rm -rf ~/.cache/pre-commit"),
    Kind(name: "conda", parts: ["pkgs"], marks: ["urls.txt", "urls"], command: "conda clean -afy"),
    Kind(name: "rattler", parts: ["rattler", "cache"], marks: ["pkgs", "repodata"], command: "pixi clean cache"),
    Kind(name: "rattler", parts: ["pkgs"], marks: [".cache.lock"], command: "rm -rf $RATTLER_CACHE_DIR"),
    Kind(name: "npm", parts: ["_cacache"], marks: ["content-v2", "index-v5", "tmp"], command: "npm cache clean --force"),
    Kind(name: "npm", parts: [".npm", "_logs"], marks: [], command: "rm -rf ~/.npm"),
    Kind(name: "yarn", parts: [".cache", "yarn"], marks: [], command: "yarn cache clean"),
    Kind(name: "yarn", parts: [".yarn", "berry", "cache"], marks: [], command: "yarn cache clean --all"),
    Kind(name: "pnpm", parts: ["pnpm", "store"], marks: ["v*"], command: "pnpm store prune", tools: ["pnpm"]),
    Kind(name: "pnpm", parts: [".pnpm-store"], marks: ["v*"], command: "pnpm store prune", tools: ["pnpm"]),
    Kind(name: "bun", parts: [".bun", "install", "cache"], marks: [], command: "bun pm cache rm"),
    Kind(name: "node-gyp", parts: [".cache", "node-gyp"], marks: [], command: "rm -rf ~/.cache/node-gyp"),
    Kind(
      name: "cargo", parts: [".cargo", "registry"], marks: ["index", "cache", "src"], command: "rm -rf $CARGO_HOME/registry",
      tools: ["cargo"]),
    Kind(
      name: "cargo", parts: ["cargo", "registry"], marks: ["index", "cache", "src"], command: "rm -rf $CARGO_HOME/registry",
      tools: ["cargo"]),
    Kind(
      name: "cargo", parts: [".cargo", "git"], marks: ["db", "checkouts"], command: "rm -rf $CARGO_HOME/git", tools: ["cargo"]),
    Kind(name: "go", parts: ["pkg", "mod"], marks: ["cache"], command: "go clean -modcache", tools: ["go"]),
    Kind(
      name: "go", parts: [".cache", "go-build"], marks: [], command: "go clean -cache", tools: ["go"],
      remains: ["README", "trim.txt", "testexpire.txt"]),
    Kind(
      name: "maven", parts: [".m2", "repository"], marks: [], command: "rm -rf ~/.m2", tools: ["mvn", "mvnw", "mvnd"],
      mayBeUsed: true),
    Kind(
      name: "gradle", parts: [".gradle", "caches"], marks: [], command: "rm -rf ~/.gradle", tools: ["gradle", "gradlew"],
      mayBeUsed: true),
    Kind(
      name: "gradle", parts: [".gradle", "wrapper", "dists"], marks: [], command: "rm -rf ~/.gradle", tools: ["gradle", "gradlew"]),
    Kind(name: "composer", parts: [".composer", "cache"], marks: [], command: "composer clear-cache"),
    Kind(name: "composer", parts: [".cache", "composer"], marks: [], command: "composer clear-cache"),
    Kind(
      name: "nuget", parts: [".nuget", "packages"], marks: [], command: "dotnet nuget locals all --clear", tools: ["dotnet"],
      mayBeUsed: true),
    Kind(name: "nuget", parts: ["NuGet", "v3-cache"], marks: [], command: "dotnet nuget locals http-cache --clear"),
    Kind(name: "nuget", parts: ["NuGet", "http-cache"], marks: [], command: "dotnet nuget locals http-cache --clear"),
    Kind(name: "gem", parts: ["cache"], marks: ["*.gem"], command: "rm -rf $GEM_HOME/cache"),
    Kind(name: "bundler", parts: [".bundle", "cache"], marks: [], command: "rm -rf ~/.bundle/cache"),
    Kind(name: "cpan", parts: [".cpan"], marks: ["build", "sources"], command: "rm -rf ~/.cpan"),
    Kind(name: "cpanm", parts: [".cpanm"], marks: ["work"], command: "rm -rf ~/.cpanm"),
    Kind(name: "ivy", parts: [".ivy2", "cache"], marks: [], command: "rm -rf ~/.ivy2", tools: ["sbt"], mayBeUsed: true),
    Kind(
      name: "coursier", parts: [".cache", "coursier"], marks: [], command: "rm -rf ~/.cache/coursier", tools: ["sbt", "cs"],
      mayBeUsed: true),
    Kind(name: "ccache", parts: [".ccache"], marks: [], command: "rm -rf ~/.ccache"),
    Kind(name: "ccache", parts: [".cache", "ccache"], marks: [], command: "rm -rf ~/.cache/ccache"),
    Kind(name: "mesa", parts: [".cache", "mesa_shader_cache"], marks: [], command: "rm -rf ~/.cache/mesa_shader_cache"),
  ]
}
