import TareOwners

/// Package managers and toolchains by the identity of their packages, as data.
enum ManagerNames {
  /// Whether a package is one, of the image's own and with bytes.
  static func contains(_ number: Int32, _ context: RuleContext) -> Bool {
    let owned = context.ownership.packages[Int(number)]
    guard !owned.fromBase, owned.own > 0, owned.inside == nil, !owned.package.isLocal else { return false }
    return names[owned.package.ecosystem]?.contains(owned.package.name.lowercased()) ?? false
  }

  /// The command that a package brings.
  static func program(of name: String) -> String {
    switch name {
    case "rust": "cargo"
    case "yarnpkg": "yarn"
    case "python3-pip": "pip"
    case "libmambapy", "libmamba": "mamba"
    default: name
    }
  }

  private static let names: [Ecosystem: Set<String>] = [
    .pypi: ["pip", "wheel", "uv", "poetry", "pipenv", "pdm", "hatch", "pipx", "virtualenv", "conda", "rye"],
    .cargo: ["uv", "rye", "pixi", "rustup", "cargo", "volta", "fnm"],
    .golang: [],
    .npm: ["npm", "yarn", "pnpm", "corepack", "lerna", "node-gyp"],
    .conda: ["conda", "mamba", "libmambapy"],
    .generic: ["go", "rust"],
    .deb: ["npm", "yarnpkg", "composer", "python3-pip", "pipx", "python3-poetry", "maven", "gradle"],
    .apk: ["npm", "yarn", "pnpm", "composer", "py3-pip", "uv", "poetry", "pipx", "maven", "gradle"],
    .rpm: ["npm", "yarnpkg", "composer", "python3-pip", "uv", "poetry", "maven"],
  ]
}
