/// Something installed as a unit, as its ecosystem records it.
public struct Package: Sendable, Equatable {
  /// Whether somebody asked for it by name.
  public enum Intent: Sendable, Equatable {
    case asked
    /// Installed because something else needs it.
    case automatic
    /// The ecosystem keeps no record of it.
    case unknown
  }

  public var ecosystem: Ecosystem
  /// As the ecosystem shows it.
  public var name: String
  /// Empty where nothing says.
  public var version: String
  public var architecture: String?
  /// Maven's groupId; empty where nothing says, and elsewhere.
  public var group = ""
  /// What else tells builds of it apart, by its name in a package URL: the build and channel of conda's.
  public var qualifiers: [String: String] = [:]
  /// What its own metadata says of its licence, as written there: an expression, a name, a URL. Of several it is not said
  /// whether all hold or one may be chosen.
  public var licences: [String] = []
  /// The path of the file or directory that records it.
  public var record: Int32
  /// What needs name it by; one of a kind within its ecosystem (a Debian name, an environment and a normalised name, a
  /// directory in node_modules).
  public var key: String
  /// Other keys that it satisfies: virtual packages, sonames.
  public var provides: [String] = []
  public var needs: [Need] = []
  public var intent = Intent.unknown
  /// Marked by its ecosystem as never to be removed.
  public var isEssential = false
  /// Installed from a local path rather than an index: a part of the application.
  public var isLocal = false
  /// What lies inside one of its files and has no bytes of its own: crates in a binary, nested jars.
  public var contains: [Component] = []

  public init(ecosystem: Ecosystem, name: String, version: String, record: Int32, key: String) {
    self.ecosystem = ecosystem
    self.name = name
    self.version = version
    self.record = record
    self.key = key
  }
}

/// What a package cannot do without, or wants.
public struct Need: Sendable, Equatable {
  public enum Kind: UInt8, Sendable {
    case depends, preDepends, recommends, suggests, extra, peer, optional
    /// Somebody may have asked for it, and nothing says so: an extra of a distribution, chosen at the command line.
    case possible
  }

  /// Keys of which one is enough.
  public var alternatives: [String]
  public var kind: Kind

  public init(_ alternatives: [String], _ kind: Kind = .depends) {
    self.alternatives = alternatives
    self.kind = kind
  }
}

/// A package inside a file.
public struct Component: Sendable, Hashable {
  public var ecosystem: Ecosystem
  public var name: String
  public var version: String
  /// Maven's groupId; empty where nothing says, and elsewhere.
  public var group = ""
  /// As of a package.
  public var licences: [String] = []

  public init(ecosystem: Ecosystem, name: String, version: String, group: String = "", licences: [String] = []) {
    self.ecosystem = ecosystem
    self.name = name
    self.version = version
    self.group = group
    self.licences = licences
  }
}

/// The files that a package's own records say are its.
public struct PackageFiles: Sendable, Equatable {
  public struct Listed: Sendable, Equatable {
    public var path: Int32
    /// What the record says of the content; it settles whose a file is that two packages list.
    public var digest: RecordedDigest?

    public init(path: Int32, digest: RecordedDigest? = nil) {
      self.path = path
      self.digest = digest
    }
  }

  /// Files by name. They go before trees.
  public var listed: [Listed] = []
  /// Directories all of whose files are the package's, but for those that another package lists or has a deeper
  /// directory for.
  public var trees: [Int32] = []

  public init(listed: [Listed] = [], trees: [Int32] = []) {
    self.listed = listed
    self.trees = trees
  }
}

/// A content's digest as a package database has it.
public struct RecordedDigest: Sendable, Hashable {
  public enum Algorithm: UInt8, Sendable { case md5, sha1, sha256, sha512 }

  public var algorithm: Algorithm
  public var bytes: [UInt8]

  public init(_ algorithm: Algorithm, _ bytes: [UInt8]) {
    self.algorithm = algorithm
    self.bytes = bytes
  }
}
