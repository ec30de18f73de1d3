/// What one command does to the packages of an ecosystem.
public struct PackageAction: Sendable, Hashable {
  public enum Kind: Sendable, Hashable {
    case install
    case remove
    /// Fetches lists of packages: `apt-get update`.
    case refresh
    case upgrade
    case clean
    /// Fetches without installing.
    case download
    /// Makes something of the project, for which packages may be fetched: `cargo build`.
    case build
  }

  public enum Switch: Sendable, Hashable { case on, off, unstated }

  /// A file that names packages.
  public struct Declaration: Sendable, Hashable {
    public enum Kind: Sendable, Hashable { case requirements, constraints, environment, gemfile }
    public let kind: Kind
    /// As written, from the directory the command runs in; nil where not known.
    public let path: [UInt8]?
    /// Of the option and its value, or of the operand.
    public let range: Range<Int>
  }

  /// Where packages go, as far as the command itself says.
  public enum Target: Sendable, Hashable {
    /// Where the tool puts them by itself, given what the environment says.
    case unstated
    /// The interpreter's own: `--system`.
    case system
    case user
    /// `npm -g`, `yarn global`.
    case global
    /// A directory that becomes full of packages: `pip --target`.
    case directory([UInt8]?)
    /// A root with lib and bin below it: `pip --prefix`, `--installroot`.
    case prefix([UInt8]?)
    /// An environment by its path, or that of its interpreter: `/opt/venv/bin/pip`, `--python`, `conda -p`.
    case environment([UInt8]?)
    /// An environment by its name: `conda -n`.
    case named([UInt8]?)
  }

  public let kind: Kind
  /// As in a package URL: deb, apk, rpm, pypi, npm, golang, cargo, conda, gem, composer.
  public let ecosystem: String
  public let invocation: Invocation
  public let packages: [PackageRequest]
  public let declarations: [Declaration]
  /// All that the project in the working directory names is meant: `uv sync`, `npm ci`.
  public let usesProject: Bool
  /// Off with `--no-cache` and its like, or where the environment says so.
  public let cache: Switch
  /// Where the cache is, if the command says; nil also where it says so by a variable.
  public let cacheDirectory: [UInt8]?
  public let recommends: Switch
  /// Groups of packages for development.
  public let development: Switch
  /// `apt-get update && …` inside one command: `apk add -U`.
  public let refreshes: Bool
  public let withoutDependencies: Bool
  public let target: Target
  /// The name under which `apk add --virtual` keeps them together.
  public let virtualName: [UInt8]?
  /// Takes with it what nothing needs any more.
  public let removesUnneeded: Bool
  /// False where words may mean something else: an option the grammar does not know, an unquoted variable, `xargs`.
  public let isExact: Bool
}

/// A package as a command names it.
public struct PackageRequest: Sendable, Hashable {
  public enum Source: Sendable, Hashable {
    case index
    /// A path in the file system: an archive, or the directory of a project.
    case path([UInt8])
    case url([UInt8])
    /// Not known from the text; with a name, its version is not.
    case unknown
  }

  /// Without version, extras and markers; nil where the text does not tell, and for a path or URL without a name.
  public let name: [UInt8]?
  /// With its operator, as written: `==1.2`, `=1.2-3`, `^4`.
  public let constraint: [UInt8]?
  /// `pip install NAME[a,b]`.
  public let extras: [UInt8]?
  public let source: Source
  /// An option's value (`-e .`) includes the option.
  public let range: Range<Int>
}
