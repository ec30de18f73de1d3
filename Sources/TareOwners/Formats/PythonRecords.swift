/// The records of Python distributions in an image, sorted out by where they are.
struct PythonRecords {
  /// One `.dist-info`, `.egg-info` or `.egg`.
  struct Distribution {
    enum Form { case distInfo, eggInfo, eggInfoFile, egg }

    var form: Form
    /// The file with its name and version.
    var metadata: Int32 = -1
    /// The directory that the record is; of a record in one file, the directory it is in.
    var directory: Int32
    /// The directory that modules are imported from.
    var site: Int32
    var record: Int32?
    var requested: Int32?
    var installer: Int32?
    var directURL: Int32?
    var topLevel: Int32?
    var namespaces: Int32?
    var requires: Int32?
    var installedFiles: Int32?
    var sources: Int32?
  }

  /// In the order of their paths.
  private(set) var distributions: [Distribution] = []
  /// `NAME.egg-link`, each with the path of a project.
  private(set) var links: [Int32] = []
  /// `pyvenv.cfg`, by the directory that it makes an environment.
  private(set) var environments: [Int32: Int32] = [:]

  static func wants(_ file: FileName) -> Bool {
    let name = file.name
    switch name.last {
    case 0x41: return name.equals("METADATA") && file.directory.hasSuffix(".dist-info")
    case 0x44: return (name.equals("RECORD") || name.equals("REQUESTED")) && file.directory.hasSuffix(".dist-info")
    case 0x52: return name.equals("INSTALLER") && file.directory.hasSuffix(".dist-info")
    case 0x6e: return name.equals("direct_url.json") && file.directory.hasSuffix(".dist-info")
    case 0x4f: return name.equals("PKG-INFO") && isEgg(file.directory)
    case 0x74:
      switch name.count {
      case 11: return name.equals("SOURCES.txt") && isEgg(file.directory)
      case 12: return name.equals("requires.txt") && isEgg(file.directory)
      case 13: return name.equals("top_level.txt") && (file.directory.hasSuffix(".dist-info") || isEgg(file.directory))
      case 19: return name.equals("installed-files.txt") && isEgg(file.directory)
      case 22: return name.equals("namespace_packages.txt") && (file.directory.hasSuffix(".dist-info") || isEgg(file.directory))
      default: return false
      }
    case 0x67: return name.equals("pyvenv.cfg")
    case 0x6f: return name.hasSuffix(".egg-info")
    case 0x6b: return name.hasSuffix(".egg-link")
    default: return false
    }
  }

  private static func isEgg(_ directory: UnsafeRawBufferPointer) -> Bool {
    directory.hasSuffix(".egg-info") || directory.hasSuffix("/EGG-INFO")
  }

  init(_ files: any ImageFiles) {
    var found: [Distribution] = []
    var places: [Int32: Int] = [:]
    for number in files.wanted {
      let name = files.name(number)
      let directory = files.parent(number)
      guard directory >= 0 else { continue }
      name.withUnsafeBytes { name in
        if name.equals("pyvenv.cfg") {
          environments[directory] = number
        } else if name.hasSuffix(".egg-link") {
          links.append(number)
        } else if name.hasSuffix(".egg-info") {
          found.append(Distribution(form: .eggInfoFile, metadata: number, directory: directory, site: directory))
        } else {
          let place: Int
          if let known = places[directory] {
            place = known
          } else if let distribution = Self.distribution(directory, files) {
            place = found.count
            places[directory] = place
            found.append(distribution)
          } else {
            return
          }
          found[place].set(name, number)
        }
      }
    }
    distributions = found.filter { $0.metadata >= 0 }
  }

  private static func distribution(_ directory: Int32, _ files: any ImageFiles) -> Distribution? {
    let parent = files.parent(directory)
    guard parent >= 0 else { return nil }
    return files.name(directory).withUnsafeBytes { name in
      if name.hasSuffix(".dist-info") { return Distribution(form: .distInfo, directory: directory, site: parent) }
      if name.hasSuffix(".egg-info") { return Distribution(form: .eggInfo, directory: directory, site: parent) }
      // EGG-INFO in NAME.egg; another EGG-INFO lies in a project.
      let isEgg = files.name(parent).withUnsafeBytes { $0.hasSuffix(".egg") } && files.parent(parent) >= 0
      return isEgg ? Distribution(form: .egg, directory: parent, site: files.parent(parent)) : nil
    }
  }
}

extension PythonRecords.Distribution {
  fileprivate mutating func set(_ name: UnsafeRawBufferPointer, _ number: Int32) {
    switch name.text {
    case "METADATA", "PKG-INFO": metadata = number
    case "RECORD": record = number
    case "REQUESTED": requested = number
    case "INSTALLER": installer = number
    case "direct_url.json": directURL = number
    case "top_level.txt": topLevel = number
    case "namespace_packages.txt": namespaces = number
    case "requires.txt": requires = number
    case "installed-files.txt": installedFiles = number
    case "SOURCES.txt": sources = number
    default: break
    }
  }
}
