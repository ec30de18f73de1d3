/// Debian's package database, written for a layer.
public struct DebianFiles {
  public struct Package {
    public var name: String
    public var files: [String: String]
    public var depends = ""
    public var fields = ""
    /// Digests of files, as `md5sums` has them.
    public var md5sums: [String: String] = [:]

    public init(
      _ name: String, _ files: [String: String] = [:], depends: String = "", fields: String = "", md5sums: [String: String] = [:]
    ) {
      self.name = name
      self.files = files
      self.depends = depends
      self.fields = fields
      self.md5sums = md5sums
    }
  }

  /// Writes the database of `packages`, the lists of all, and the files of those that are new.
  public static func write(_ packages: [Package], automatic: [String] = [], files: Bool = true, to tar: inout TarBuilder) {
    var status = ""
    for package in packages {
      status += "Package: \(package.name)\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.0\n"
      if !package.depends.isEmpty { status += "Depends: \(package.depends)\n" }
      status += package.fields + "\n"
    }
    tar.file("var/lib/dpkg/status", status)
    if !automatic.isEmpty {
      let states = automatic.map { "Package: \($0)\nArchitecture: amd64\nAuto-Installed: 1\n\n" }.joined()
      tar.file("var/lib/apt/extended_states", states)
    }
    for package in packages where files {
      tar.file("var/lib/dpkg/info/\(package.name).list", package.files.keys.sorted().map { "\($0)\n" }.joined())
      if !package.md5sums.isEmpty {
        tar.file(
          "var/lib/dpkg/info/\(package.name).md5sums",
          package.md5sums.sorted { $0.key < $1.key }.map { "\($0.value)  \($0.key.dropFirst())\n" }.joined())
      }
      for (path, content) in package.files.sorted(by: { $0.key < $1.key }) { tar.file(String(path.dropFirst()), content) }
    }
  }
}
