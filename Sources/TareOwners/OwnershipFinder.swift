import TareBytes
import TareELF
public import TareLayers
import TareOCI
public import TareSource
public import TareTree

/// Finds whose the bytes of an image are: reads the package databases from its layers, and settles every live content.
public struct OwnershipFinder {
  private let image: LoadedImage<LayerScan>
  private let weighing: Weighing
  private let catalogues = Catalogues.all
  private let census: FileCensus
  private let reader: ContentReader
  private let binaries: Binaries

  /// What one catalogue says of the final image, and of earlier states of it.
  private struct Answer: Sendable {
    var found: OwnershipBuilder.Found
    /// By layer.
    var states: [PackageSet]
    var wanted: [Int32]
  }

  /// - Parameter base: where the base ends; nil for what the history tells.
  /// - Throws: `FileError` or `FileShrunk` when the image can no longer be read.
  public static func find(_ image: LoadedImage<LayerScan>, _ weighing: Weighing, base: BaseLayers? = nil) throws -> Ownership {
    try OwnershipFinder(image, weighing).find(base)
  }

  private init(_ image: LoadedImage<LayerScan>, _ weighing: Weighing) throws {
    self.image = image
    self.weighing = weighing
    let counting = Concurrently { [catalogues] in FileCensus(weighing, catalogues) }
    var reader = ContentReader(image)
    var binaries = try Binaries(weighing, reader)
    census = counting.value
    var missing = binaries.missing
    for name in census.names.joined() {
      let content = weighing.tree.contents[Int(name.content)]
      let whole = 0..<content.size
      if reader.isWorthReadingAgain(whole, of: content.location) { missing[content.location] = [whole] }
    }
    if !missing.isEmpty {
      try reader.readAgain(missing)
      try binaries.complete(weighing.tree, reader)
    }
    (self.reader, self.binaries) = (reader, binaries)
  }

  private func find(_ known: BaseLayers?) throws -> Ownership {
    let answers = try ask()
    var builder = OwnershipBuilder(weighing, reader)
    for answer in answers { builder.add(answer.found) }
    let distribution = try LinuxDistribution.find(weighing, reader)
    let base = known ?? BaseLayers(weighing, image.config.config, distributionLayer: distribution?.layer)
    let tree = weighing.tree
    let firstWriters = tree.firstWriters
    let programs = Programs(weighing.tree, image.config.config).all.map(\.path)
    let shared = Set(zip(catalogues, answers).filter { $0.0.isDistribution }.flatMap { $0.1.wanted })
    let owners = try builder.owners(
      base: base, application: ApplicationFiles(weighing, image.config.config, programs: programs), firstWriters: firstWriters,
      companion: companions(), isShared: { shared.contains($0) || SystemFiles.isShared($0, in: tree.paths) })
    let kept = Set(builder.packages.map { PackageSet.Name(ecosystem: $0.package.ecosystem, name: $0.package.name) })
    let dropped = builder.dropped.subtracting(kept)
    let states = image.layers.indices.map { layer in
      answers.reduce(into: PackageSet()) { $0.formUnion($1.states[layer]) }.without(dropped)
    }
    var reader = reader
    let sources = try ApplicationSources(weighing, owners: owners, programs: programs, reader: &reader)
    var ownership = Ownership(
      packages: builder.packages, owners: owners, base: base, distribution: distribution?.distribution,
      changes: PackageChanges.between(states), totals: totals(owners), binaries: binaries,
      loader: try LoaderSettings(weighing.tree, reader), sources: sources, notes: builder.notes + unread() + unread(sources),
      firstWriters: firstWriters)
    for (index, owned) in ownership.packages.enumerated() where owned.package.ecosystem == .deb {
      ownership.packages[index].package.licences = try licences(ofDebian: owned.package, reader)
    }
    if base.layers > 0 {
      let ofBase = states[base.layers - 1]
      for index in ownership.packages.indices {
        ownership.packages[index].fromBase = ofBase.holds(ownership.packages[index].package)
      }
    }
    assert(weighing.totals.live.map { $0 == ownership.totals.all } ?? true, "the owners sum to live")
    return ownership
  }

  /// dpkg's database says nothing of licences.
  private func licences(ofDebian package: Package, _ reader: ContentReader) throws -> [String] {
    guard let node = weighing.tree.target(of: DebianCopyright.path(ofPackage: package.name)) else { return [] }
    let content = weighing.tree.nodes[Int(node)].content
    guard content >= 0 else { return [] }
    let location = weighing.tree.contents[Int(content)].location
    return try reader.contents(of: location, limit: DebianCopyright.largest)?.withUnsafeBytes(DebianCopyright.licences) ?? []
  }

  /// What could not be read is said: of a source that is read once, large files are gone when somebody asks for them.
  private func unread() -> [Weighing.Note] {
    let missing = census.names.joined().filter { name in
      let content = weighing.tree.contents[Int(name.content)]
      return name.until == .max && !reader.canRead(0..<content.size, of: content.location)
    }
    guard let first = missing.first else { return [] }
    let path = EscapedText.printable(weighing.tree.paths.bytes(of: first.path))
    let files = Set(missing.map(\.path)).count
    return [
      Weighing.Note(
        text: "\(files == 1 ? "1 file" : "\(Quantity.count(files)) files") that may record packages could not be read (\(path)): "
          + "packages may be missing; weigh the image from a file")
    ]
  }

  private func unread(_ sources: ApplicationSources) -> [Weighing.Note] {
    guard let unread = sources.unread else { return [] }
    let path = EscapedText.printable(weighing.tree.paths.bytes(of: unread.path))
    let files = unread.count == 1 ? "1 source" : "\(Quantity.count(unread.count)) sources"
    return [
      Weighing.Note(
        text: "\(files) of the application could not be read (\(path)): what they import is not known; weigh the image from a file")
    ]
  }

  // MARK: Asking the catalogues

  /// Asks all catalogues, on as many threads as there are processors.
  private func ask() throws -> [Answer] {
    let (catalogues, census, tree, binaries, reader) = (catalogues, census, weighing.tree, binaries, reader)
    let layerCount = image.layers.count
    return try parallelMap(Array(catalogues.indices)) { index in
      let (catalogue, names) = (catalogues[index], census.names[index])
      let files = TreeFiles(tree, names, binaries, reader)
      let packages = try catalogue.packages(in: files)
      let found = OwnershipBuilder.Found(packages: packages, files: try catalogue.files(of: packages, in: files))
      // Where nothing changed the last answer stands.
      let executables = catalogue.readsExecutables ? files.executables : []
      var states: [PackageSet] = []
      let touched = Set(names.flatMap { [$0.from, $0.until] } + executables.map { binaries.firstWriter(of: $0, tree) })
      for layer in 0..<layerCount {
        if !touched.contains(Int32(layer)) {
          states.append(states.last ?? PackageSet())
        } else if !touched.contains(where: { $0 > layer && $0 < layerCount }) {
          states.append(PackageSet(packages))
        } else {
          let then = TreeFiles(tree, names, binaries, reader, after: Int32(layer))
          states.append(PackageSet(try catalogue.packages(in: then)))
        }
      }
      return Answer(found: found, states: states, wanted: files.wanted)
    }
  }

  /// The file whose owner a file shares, by the first catalogue that knows one.
  private func companions() -> (Int32) -> Int32? {
    let files = TreeFiles(weighing.tree, [], binaries, reader)
    return { [catalogues] file in
      for catalogue in catalogues { if let found = catalogue.companion(of: file, in: files) { return found } }
      return nil
    }
  }

  private func totals(_ owners: [Owner]) -> Ownership.Totals {
    var totals = Ownership.Totals()
    for (index, content) in weighing.tree.contents.enumerated() where content.isLive {
      switch owners[index] {
      case .package: totals.packages += content.size
      case .base: totals.base += content.size
      case .nobody: totals.nobody += content.size
      case .application:
        totals.application += content.size
        switch SourceKind(weighing.tree.paths.name(of: weighing.home(of: Int32(index)))) {
        case .source: totals.source += content.size
        case .bytecode: totals.bytecode += content.size
        case nil: break
        }
      }
    }
    return totals
  }
}
