/// What kind of declaration file a name promises.
enum DeclarationFile {
  case requirements(Declaration.Group)
  case pyproject
  case setupConfig
  case pipfile
  case pipfileLock
  case pythonLock
  case packageJSON
  case packageLock
  case gemfile
  case goModule
  case cargo
  case cargoLock
  case composer
  case condaEnvironment(Declaration.Group)

  init?(_ file: FileName) {
    let name = file.name
    // By the last byte, as most files of an image end otherwise.
    switch name.last {
    case 0x74 where name.hasSuffix(".txt"): self.init(requirements: name.upTo(name.count - 4), in: file.directory)
    case 0x6e where name.hasSuffix(".in"): self.init(requirements: name.upTo(name.count - 3), in: file.directory)
    case 0x6e where name.equals("package.json"): self = .packageJSON
    case 0x6e where name.equals("package-lock.json"): self = .packageLock
    case 0x6e where name.equals("composer.json"): self = .composer
    case 0x6c where name.equals("pyproject.toml"): self = .pyproject
    case 0x6c where name.equals("Cargo.toml"): self = .cargo
    case 0x6c where name.hasSuffix(".yaml"): self.init(environment: name.upTo(name.count - 5))
    case 0x6c where name.hasSuffix(".yml"): self.init(environment: name.upTo(name.count - 4))
    case 0x6b where name.equals("uv.lock") || name.equals("poetry.lock") || name.equals("pdm.lock"): self = .pythonLock
    case 0x6b where name.equals("Cargo.lock"): self = .cargoLock
    case 0x6b where name.equals("Pipfile.lock"): self = .pipfileLock
    case 0x65 where name.equals("Pipfile"): self = .pipfile
    case 0x65 where name.equals("Gemfile"): self = .gemfile
    case 0x62 where name.equals("gems.rb"): self = .gemfile
    case 0x67 where name.equals("setup.cfg"): self = .setupConfig
    case 0x64 where name.equals("go.mod"): self = .goModule
    default: return nil
    }
  }

  /// `requirements-dev.txt`, `dev_requirements.in`, `requirements/dev.txt`, `constraints.txt`.
  /// - Parameter stem: the name without its ending.
  private init?(requirements stem: UnsafeRawBufferPointer, in directory: UnsafeRawBufferPointer) {
    if stem.hasPrefix("constraints") || stem.hasSuffix("constraints") {
      self = .requirements(.locked)
    } else if stem.hasPrefix("requirements") || stem.hasSuffix("requirements") {
      self = .requirements(GroupName(stem).group)
    } else if directory.hasSuffix("requirements"), directory.count == 12 || directory[directory.count - 13] == 0x2f {
      self = .requirements(GroupName(stem).group)
    } else {
      return nil
    }
  }

  private init?(environment stem: UnsafeRawBufferPointer) {
    guard stem.hasPrefix("environment") || stem.hasSuffix("environment") else { return nil }
    self = .condaEnvironment(GroupName(stem).group)
  }
}
