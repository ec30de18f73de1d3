/// What the files by which projects ask for packages say. Of each file only the names and their lines are read; what else
/// a file refers to (`-r other.txt`) is a file of its own.
public enum Declarations {
  /// Whether `read` knows a file of this name. Asked for every regular file of an image.
  public static func wants(_ file: FileName) -> Bool { DeclarationFile(file) != nil }

  /// In the order of the file, damaged parts left out; nil for what is no declaration file by its name.
  ///
  /// - Parameter fileName: a path, of which the last part and the directory it lies in are looked at.
  public static func read(fileName: [UInt8], contents: [UInt8]) -> [Declaration]? {
    fileName.withUnsafeBytes { path in
      let slash = path.lastIndex(of: 0x2f)
      let file = FileName(directory: path.upTo(slash ?? 0), name: path.from(slash.map { $0 + 1 } ?? 0))
      return contents.withUnsafeBytes { read(file, contents: $0) }
    }
  }

  public static func read(_ file: FileName, contents: UnsafeRawBufferPointer) -> [Declaration]? {
    guard let kind = DeclarationFile(file) else { return nil }
    return switch kind {
    case .requirements(let group): PipDeclarations.read(contents, group: group)
    case .pyproject: PyprojectDeclarations.read(contents)
    case .setupConfig: SetupDeclarations.read(contents)
    case .pipfile: PipfileDeclarations.read(contents)
    case .pipfileLock: PipfileDeclarations.readLock(contents)
    case .pythonLock: LockDeclarations.read(contents, .pypi)
    case .packageJSON: NodeDeclarations.read(contents)
    case .packageLock: NodeDeclarations.readLock(contents)
    case .gemfile: GemDeclarations.read(contents)
    case .goModule: GoDeclarations.read(contents)
    case .cargo: CargoDeclarations.read(contents)
    case .cargoLock: LockDeclarations.read(contents, .cargo)
    case .composer: ComposerDeclarations.read(contents)
    case .condaEnvironment(let group): CondaDeclarations.read(contents, group: group)
    }
  }
}
