/// Python distributions: `.dist-info` directories with their `RECORD`, eggs of every form, editable installs. Each
/// directory that holds such records is an environment of its own. A distribution that another one ships inside itself
/// (`setuptools/_vendor`) is a component of that one. Those that the system's packages brought are listed here too; their
/// bytes are the system packages', which list them first.
package struct PythonCatalogue: PackageCatalogue {
  package init() {}

  package func wants(_ file: FileName) -> Bool { PythonRecords.wants(file) }

  package func packages(in files: any ImageFiles) throws -> [Package] {
    let inventory = try PythonInventory(files)
    let needs = PythonNeeds(inventory)
    let intents = inventory.intents(needs)
    return inventory.items.indices.filter { inventory.items[$0].isInstalled }.map {
      let item = inventory.items[$0]
      var package = Package(
        ecosystem: .pypi, name: item.metadata.name, version: item.metadata.version, record: item.record.metadata, key: item.key)
      package.needs = needs.needs(of: $0)
      package.intent = intents[$0]
      package.isLocal = item.isLocal
      package.licences = item.metadata.licences
      package.contains = item.contains.map {
        Component(ecosystem: .pypi, name: $0.name, version: $0.version, licences: $0.licences)
      }
      return package
    }
  }

  package func files(of packages: [Package], in files: any ImageFiles) throws -> [PackageFiles] {
    let inventory = try PythonInventory(files)
    var lists = PythonFileLists(inventory, files)
    let places = Dictionary(
      inventory.items.indices.map { (inventory.items[$0].record.metadata, $0) }, uniquingKeysWith: { first, _ in first })
    return try packages.map { package in
      try places[package.record].map { try lists.files(of: $0) } ?? PackageFiles()
    }
  }

  /// The source of bytecode: `__pycache__/NAME.cpython-311.opt-1.pyc` is made from `NAME.py`, and `NAME.pyc` from the file
  /// beside it.
  package func companion(of file: Int32, in files: any ImageFiles) -> Int32? {
    let name = files.name(file)
    guard name.count > 4, name[(name.count - 4)...].elementsEqual(".pyc".utf8) else { return nil }
    let directory = files.parent(file)
    guard directory >= 0 else { return nil }
    var stem = name[..<(name.count - 4)]
    let isCached = files.name(directory).elementsEqual("__pycache__".utf8) && files.parent(directory) >= 0
    let base = files.path(isCached ? files.parent(directory) : directory)
    // Where the name ends and the interpreter's tag begins is not marked: both may hold dots.
    for _ in 0..<8 {
      if isCached {
        guard let dot = stem.lastIndex(of: 0x2e), dot > 0 else { return nil }
        stem = stem[..<dot]
      }
      let source = (base == [0x2f] ? [] : base) + [0x2f] + stem + ".py".utf8
      if let source = files.find(source) { return files.kind(source) == .regular ? source : nil }
      guard isCached else { return nil }
    }
    return nil
  }
}
