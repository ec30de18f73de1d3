import TareOwners
import TareReach
import TareTree

/// The project's texts that may say what the running program opens: sources, scripts and settings.
enum ProjectTexts {
  private static let sizeLimit = 256 << 10
  private static let totalLimit = 8 << 20

  /// What a file says, and how; nil for one that is not read for names.
  static func kind(of file: ShownFile, _ context: RuleContext) -> NamedWords.Kind? {
    let name = context.lastPart(file.path)
    guard !declarations.contains(name), !isToolSetting(name) else { return nil }
    if context.entry(of: file.content)?.magic == .script { return .script }
    guard let dot = name.lastIndex(of: ".") else { return ["Procfile", "crontab"].contains(name) ? .script : nil }
    return endings[String(name[name.index(after: dot)...])]
  }

  /// Calls for each text that could be read.
  /// - Returns: how many were read, and how many could not be.
  static func read(
    _ files: [ShownFile], _ context: RuleContext, _ body: (ShownFile, [UInt8], NamedWords.Kind) -> Void
  ) throws -> (read: Int, unread: Int) {
    var (read, unread, total) = (0, 0, 0)
    for file in files where file.size > 0 {
      guard let kind = kind(of: file, context) else { continue }
      if context.tree.isForDevelopment(file.path), !context.reach.imports.reached.contains(file.path) { continue }
      guard file.size <= sizeLimit, total + file.size <= totalLimit, let text = try context.bytes(of: file.content) else {
        unread += 1
        continue
      }
      total += file.size
      read += 1
      body(file, context.lastPart(file.path) == "package.json" ? started(by: text) : text, kind)
    }
    return (read, unread)
  }

  private static let endings: [String: NamedWords.Kind] = [
    "py": .source(comment: 0x23), "rb": .source(comment: 0x23), "pl": .source(comment: 0x23), "js": .source(comment: 0x2f),
    "mjs": .source(comment: 0x2f), "cjs": .source(comment: 0x2f), "ts": .source(comment: 0x2f), "tsx": .source(comment: 0x2f),
    "jsx": .source(comment: 0x2f), "php": .source(comment: 0x2f), "json": .source(comment: 0x2f), "html": .source(comment: 0x2f),
    "sh": .script, "bash": .script, "yaml": .script, "yml": .script, "toml": .script, "ini": .script, "cfg": .script,
    "conf": .script, "env": .script, "service": .script, "properties": .script,
  ]

  /// What lists packages, or sets up tools, is no use at run time.
  private static let declarations: Set<String> = [
    "pyproject.toml", "setup.cfg", "setup.py", "poetry.lock", "uv.lock", "Pipfile", "Pipfile.lock", "pdm.lock",
    "package-lock.json", "pnpm-lock.yaml", "composer.lock", "environment.yml", "environment.yaml", "tox.ini", "mypy.ini",
    "pytest.ini", "noxfile.py", "mkdocs.yml", "docker-compose.yml", "docker-compose.yaml", "compose.yaml", "compose.yml",
    "angular.json", "lerna.json", "nx.json", "turbo.json", "renovate.json", "sonar-project.properties", "codecov.yml",
    ".pre-commit-config.yaml", ".gitlab-ci.yml", ".travis.yml", ".readthedocs.yaml", ".readthedocs.yml", ".codecov.yml",
    ".golangci.yml", "appveyor.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "cloudbuild.yaml",
  ]

  /// `jest.config.js`, `tsconfig.build.json`, `.eslintrc.json`, `karma.conf.js`.
  private static func isToolSetting(_ name: String) -> Bool {
    if name.hasPrefix("tsconfig") || name.hasPrefix("jsconfig") || name.contains("rc.") && name.hasPrefix(".") { return true }
    let tools = [
      "jest", "vitest", "vite", "webpack", "rollup", "babel", "karma", "cypress", "playwright", "eslint", "prettier", "postcss",
      "tailwind", "commitlint", "stylelint", "nyc", "wdio", "protractor", "lint-staged",
    ]
    return tools.contains { name.hasPrefix($0 + ".conf") || name.hasPrefix($0 + ".setup") }
  }

  /// Of a `package.json` what runs when the program starts: `main`, `bin`, `scripts.start`.
  private static func started(by text: [UInt8]) -> [UInt8] {
    text.withUnsafeBytes { bytes in
      var json = JSONScanner(bytes)
      var words: [String] = []
      guard json.beginObject() else { return [] }
      while let key = json.nextKey() {
        switch key {
        case "main", "module": words.append(json.string() ?? "")
        case "scripts":
          guard json.beginObject() else { continue }
          while let name = json.nextKey() {
            let line = json.string() ?? ""
            if ["start", "prestart", "poststart", "serve", "start:prod"].contains(name) { words.append(line) }
          }
        default: json.skip()
        }
      }
      // As a literal, in which words may stand alone.
      return Array(words.map { "\"" + $0.split(separator: " ").joined(separator: "\" \"") + "\"" }.joined(separator: "\n").utf8)
    }
  }
}
