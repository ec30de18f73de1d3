extension PackageAction {
  /// All that a command does to packages: nothing for most; refresh and install for `apk add -U` are one action.
  public init?(_ invocation: Invocation) {
    guard let ecosystem = Self.ecosystems[invocation.tool] else { return nil }
    guard let verb = invocation.verb, !invocation.has(.dryRun) else { return nil }
    let operands = PackageOperands(invocation, ecosystem: ecosystem, verb: verb)
    kind = invocation.has(.downloadOnly) ? .download : Self.kind(of: verb)
    self.ecosystem = ecosystem
    self.invocation = invocation
    packages = operands.packages
    declarations = operands.declarations
    usesProject = operands.usesProject
    cache = Self.cache(invocation)
    cacheDirectory = invocation.option(.cache)?.value ?? Self.environmentCache(invocation)
    recommends = Self.recommends(invocation)
    development = Self.development(invocation)
    refreshes = invocation.has(.refresh)
    withoutDependencies = invocation.has(.noDependencies)
    target = Self.target(invocation)
    virtualName = invocation.option(.virtual)?.value
    removesUnneeded =
      invocation.has(.autoRemove) || invocation.subcommands.first == "autoremove" || ecosystem == "apk" && verb == .remove
    isExact = invocation.isExact && operands.packages.allSatisfy { $0.source != .unknown }
  }

  /// The tools and the type of the packages that they handle.
  static let ecosystems: [String: String] = [
    "apt-get": "deb", "apt": "deb", "apk": "apk", "dnf": "rpm", "yum": "rpm", "microdnf": "rpm", "dnf5": "rpm", "tdnf": "rpm",
    "zypper": "rpm", "pip": "pypi", "uv": "pypi", "poetry": "pypi", "conda": "conda", "mamba": "conda", "micromamba": "conda",
    "npm": "npm", "yarn": "npm", "yarnpkg": "npm", "pnpm": "npm", "go": "golang", "cargo": "cargo", "gem": "gem", "bundle": "gem",
    "bundler": "gem", "composer": "composer",
  ]

  private static func kind(of verb: Verb) -> Kind {
    switch verb {
    case .install, .installProject, .add: .install
    case .remove: .remove
    case .refresh: .refresh
    case .upgrade: .upgrade
    case .clean: .clean
    case .download: .download
    case .build: .build
    }
  }

  private static func value(_ invocation: Invocation, _ name: StaticString) -> [UInt8]? {
    (invocation.environment[Array(name.withUTF8Buffer { Array($0) })] ?? nil)
  }

  private static func cache(_ invocation: Invocation) -> Switch {
    if invocation.has(.noCache) { return .off }
    for name in ["PIP_NO_CACHE_DIR", "UV_NO_CACHE", "POETRY_NO_CACHE"] as [StaticString] {
      if let value = value(invocation, name), !value.isEmpty, !isFalse(value) { return .off }
    }
    return invocation.has(.cache) ? .on : .unstated
  }

  private static func isFalse(_ value: [UInt8]) -> Bool {
    ["0", "false", "no", "off"].contains(String(decoding: value, as: UTF8.self).lowercased())
  }

  private static func environmentCache(_ invocation: Invocation) -> [UInt8]? {
    let name: StaticString? =
      switch invocation.tool {
      case "pip": "PIP_CACHE_DIR"
      case "uv": "UV_CACHE_DIR"
      case "npm": "npm_config_cache"
      case "poetry": "POETRY_CACHE_DIR"
      default: nil
      }
    return name.flatMap { value(invocation, $0) }
  }

  /// Also as a setting: `-o APT::Install-Recommends=false`, `--setopt=install_weak_deps=False`.
  private static func recommends(_ invocation: Invocation) -> Switch {
    var stated = Switch.unstated
    for option in invocation.options {
      switch option.meaning {
      case .recommends: stated = .on
      case .noRecommends: stated = .off
      case .setting:
        guard let setting = option.value, let equals = setting.firstIndex(of: 0x3d) else { continue }
        let name = String(decoding: setting[..<equals], as: UTF8.self).lowercased()
        guard name == "apt::install-recommends" || name == "install_weak_deps" else { continue }
        let value = setting[(equals + 1)...].filter { $0 != 0x22 && $0 != 0x27 }
        stated = isFalse(value) ? .off : .on
      default: continue
      }
    }
    return stated
  }

  private static func development(_ invocation: Invocation) -> Switch {
    var stated = Switch.unstated
    for option in invocation.options {
      switch option.meaning {
      case .development: stated = .on
      case .noDevelopment:
        // `--omit=optional` and `--only=main` look alike; what is left out or kept is in the value.
        let value = option.value.map { String(decoding: $0, as: UTF8.self) }
        switch (option.name, value) {
        case (_, "false"): stated = .on
        case ("only", let value?) where invocation.tool == "npm":
          if value == "dev" || value == "prod" || value == "production" { stated = .off }
        case ("without", let value?):
          let groups = value.split { $0 == "," || $0 == ":" || $0 == " " }
          if groups.contains(where: { $0 == "dev" || $0 == "development" || $0 == "test" }) { stated = .off }
        case ("only", let value?): stated = value.split(separator: ",").contains("dev") ? .on : .off
        case (_, nil) where option.hasValue: continue
        default: stated = .off
        }
      default: continue
      }
    }
    if stated == .unstated, invocation.tool == "npm" || invocation.tool.hasPrefix("yarn") || invocation.tool == "pnpm",
      let mode = value(invocation, "NODE_ENV")
    {
      return mode == Array("production".utf8) ? .off : .unstated
    }
    return stated
  }

  private static func target(_ invocation: Invocation) -> Target {
    if let option = invocation.option(.target) { return .directory(option.value) }
    if let option = invocation.option(.prefix) { return .prefix(option.value) }
    if let option = invocation.option(.environment) { return .environment(option.value) }
    if let option = invocation.option(.named) { return .named(option.value) }
    if invocation.tool == "uv", let option = invocation.options.last(where: { $0.name == "python" && $0.hasValue }) {
      return .environment(option.value)
    }
    if invocation.has(.system) || value(invocation, "UV_SYSTEM_PYTHON").map({ !isFalse($0) }) == true { return .system }
    if invocation.has(.user) { return .user }
    if invocation.option(.global).map({ $0.value == nil || $0.value == Array("global".utf8) }) == true { return .global }
    if invocation.subcommands.first == "global" { return .global }
    // The interpreter's environment, as its path says: `/opt/venv/bin/pip`.
    if invocation.tool == "pip", let bin = invocation.program.lastIndex(of: 0x2f), bin > 0,
      invocation.program[..<bin].suffix(4).elementsEqual(Array("/bin".utf8))
    {
      let environment = Array(invocation.program[..<(bin - 4)])
      return environment.isEmpty || environment == Array("/usr".utf8) ? .unstated : .environment(environment)
    }
    return .unstated
  }
}

/// Which words of a command name packages, and which name files that do.
private struct PackageOperands {
  var packages: [PackageRequest] = []
  var declarations: [PackageAction.Declaration] = []
  var usesProject = false

  init(_ invocation: Invocation, ecosystem: String, verb: Verb) {
    for option in invocation.options where option.hasValue {
      switch option.meaning {
      case .requirements: declare(ecosystem == "conda" ? .environment : ecosystem == "gem" ? .gemfile : .requirements, option)
      case .constraints: declare(.constraints, option)
      case .project:
        packages.append(PackageNames.request(ecosystem == "cargo" ? "golang" : ecosystem, option.written, option.range))
      case .url where ecosystem == "cargo":
        packages.append(
          PackageRequest(
            name: nil, constraint: nil, extras: nil, source: option.value.map { .url($0) } ?? .unknown, range: option.range))
      default: break
      }
    }
    switch verb {
    case .install, .add, .remove, .upgrade, .download: take(invocation, ecosystem)
    case .build where invocation.tool == "pip": take(invocation, ecosystem)
    case .installProject, .build: usesProject = true
    case .refresh, .clean: break
    }
    if verb == .install || verb == .download, packages.isEmpty, declarations.isEmpty, !invocation.readsOperands {
      usesProject = !["deb", "apk", "rpm", "gem", "conda"].contains(ecosystem) && invocation.tool != "pip"
    }
  }

  private mutating func declare(_ kind: PackageAction.Declaration.Kind, _ option: Invocation.Option) {
    declarations.append(PackageAction.Declaration(kind: kind, path: option.value, range: option.range))
  }

  private mutating func take(_ invocation: Invocation, _ ecosystem: String) {
    // `uv pip sync` reads files only; `go mod tidy` and `npm ci` name nothing.
    if invocation.subcommands == ["pip", "sync"] {
      for operand in invocation.operands {
        declarations.append(PackageAction.Declaration(kind: .requirements, path: operand.value, range: operand.word.range))
      }
      return
    }
    let version = ecosystem == "cargo" || ecosystem == "gem" ? invocation.option(.version)?.value : nil
    for operand in invocation.operands {
      let request = PackageNames.request(ecosystem, operand)
      guard let version, request.constraint == nil, invocation.operands.count == 1 else {
        packages.append(request)
        continue
      }
      packages.append(
        PackageRequest(name: request.name, constraint: version, extras: nil, source: request.source, range: request.range))
    }
  }
}
