/// The files of dpkg's database that are there.
struct DebianDatabase {
  var statuses: [Int32] = []
  /// Control files in `status.d`.
  var controls: [Int32] = []
  /// By the path of the control file that they lie beside.
  var controlSums: [[UInt8]: Int32] = [:]
  /// By the name without `.list`.
  var lists: [[UInt8]: Int32] = [:]
  /// By the name without `.md5sums`.
  var sums: [[UInt8]: Int32] = [:]
  var diversions: Int32?
  var extendedStates: Int32?

  init(_ files: any ImageFiles) {
    for number in files.wanted {
      let path = files.path(number)
      path.withUnsafeBytes { path in
        let slash = path.lastIndex(of: 0x2f) ?? 0
        let (directory, name) = (path.upTo(slash), path.from(slash + 1))
        if directory.equals("/var/lib/dpkg/info") {
          if name.hasSuffix(".list") { lists[Array(name.upTo(name.count - 5))] = number }
          if name.hasSuffix(".md5sums") { sums[Array(name.upTo(name.count - 8))] = number }
        } else if directory.equals("/var/lib/dpkg/status.d") {
          if name.hasSuffix(".md5sums") {
            controlSums[Array(path.upTo(path.count - 8))] = number
          } else {
            controls.append(number)
          }
        } else if path.equals("/var/lib/dpkg/status") {
          statuses.append(number)
        } else if path.equals("/var/lib/dpkg/diversions") {
          diversions = number
        } else if path.equals("/var/lib/apt/extended_states") {
          extendedStates = number
        }
      }
    }
  }
}

/// What the lists of dpkg say of the packages' files, resolved to paths of the image.
struct DebianFileLists {
  private let image: any ImageFiles
  private let database: DebianDatabase
  private var diversions = DebianDiversions()
  private var statuses: [[UInt8]] = []
  /// The values of `Conffiles`, by name and architecture: ranges in one of `statuses`.
  private var conffiles: [String: (status: Int, range: Range<Int>)] = [:]
  /// dpkg's files of each package, by their name up to the last dot.
  private var records: [[UInt8]: [Int32]] = [:]
  private var taken: Set<[UInt8]> = []

  init(_ database: DebianDatabase, in image: any ImageFiles) throws {
    self.image = image
    self.database = database
    try database.diversions.flatMap(image.contents)?.withUnsafeBytes { diversions.add($0) }
    for status in database.statuses {
      guard let text = try image.contents(of: status) else { continue }
      text.withUnsafeBytes { bytes in
        for (package, value) in DebianDigests.conffiles(in: bytes) {
          guard let start = bytes.baseAddress, let first = value.baseAddress else { continue }
          conffiles[package] = (statuses.count, first - start..<first - start + value.count)
        }
      }
      statuses.append(text)
    }
    guard let info = image.find(Array("/var/lib/dpkg/info".utf8)) else { return }
    for file in image.children(of: info) where image.kind(file) == .regular {
      let name = image.name(file)
      if let dot = name.lastIndex(of: 0x2e) { records[Array(name[..<dot]), default: []].append(file) }
    }
  }

  /// Of packages that would share records the first has them.
  mutating func files(of package: Package) throws -> PackageFiles {
    var found = FoundFiles(image)
    var (list, sums): (Int32?, Int32?)
    if database.statuses.contains(package.record) {
      let plain = Array(package.name.utf8)
      let qualified = plain + [0x3a] + (package.architecture ?? "").utf8
      let base = database.lists[qualified] == nil ? plain : qualified
      guard taken.insert(base).inserted else { return PackageFiles() }
      (list, sums) = (database.lists[base], database.sums[base])
      for record in records[base] ?? [] { found.add(record) }
    } else {
      let path = image.path(package.record)
      guard taken.insert(path).inserted else { return PackageFiles() }
      sums = database.controlSums[path]
      found.add(package.record)
      sums.map { found.add($0) }
    }
    let sumText = try sums.flatMap(image.contents) ?? []
    let listText = try list.flatMap(image.contents)
    sumText.withUnsafeBytes { sums in
      if let listText {
        listText.withUnsafeBytes { add($0, of: package, sums, to: &found) }
      } else {
        addSummed(sums, to: &found)
      }
    }
    return PackageFiles(listed: found.listed)
  }

  /// Lines of absolute paths, directories among them before what is in them.
  private func add(
    _ list: UnsafeRawBufferPointer, of package: Package, _ sums: UnsafeRawBufferPointer, to found: inout FoundFiles
  ) {
    var digests = DebianDigests()
    digests.addSums(sums)
    let place = conffiles[package.name + ":" + (package.architecture ?? "")]
    (place.map { statuses[$0.status] } ?? []).withUnsafeBytes { status in
      if let place { digests.addConffiles(status.part(place.range)) }
      var lines = list.lines
      var upcoming = lines.next()
      while let line = upcoming {
        upcoming = lines.next()
        guard line.first == 0x2f, upcoming.map({ Self.lies($0, in: line) }) != true else { continue }
        let path = Array(line)
        guard let number = image.find(path, divertedBy: diversions, package.name) else { continue }
        found.add(number, digests[line.from(1)])
      }
    }
  }

  /// So the second is a directory for the package, whatever became of it: `/bin` is now a link in most images.
  private static func lies(_ path: UnsafeRawBufferPointer, in directory: UnsafeRawBufferPointer) -> Bool {
    path.count > directory.count && path[directory.count] == 0x2f && path.upTo(directory.count).elementsEqual(directory)
  }

  /// Where only digests are recorded, they are the list.
  private func addSummed(_ sums: UnsafeRawBufferPointer, to found: inout FoundFiles) {
    for line in sums.lines where line.count > 34 {
      guard let number = image.find([0x2f] + DebianDigests.path(ofSum: line)) else { continue }
      found.add(number, line.upTo(32).hexDecoded.map { RecordedDigest(.md5, $0) })
    }
  }
}

extension ImageFiles {
  /// The file that `package` lists at `path`. A local diversion may have left it there (`--no-rename`).
  fileprivate func find(_ path: [UInt8], divertedBy diversions: DebianDiversions, _ package: String) -> Int32? {
    guard let diversion = diversions[path], diversion.package != package else { return find(path) }
    return find(diversion.destination) ?? (diversion.package == nil ? find(path) : nil)
  }
}
