import TareArchive
public import TareBytes
import TareOCI

/// Opens an image wherever it is and has each of its layers scanned once: in parallel, largest first, where the source
/// can be read anywhere; in the order they come where it cannot.
public enum ImageSource {
  /// - Parameter scan: what to make of a layer's stored bytes. It runs on several threads; from a source that is read
  ///   once it may also be given blobs that turn out to be no layer of the image.
  /// - Throws: `LocatedError` naming the location.
  public static func load<Scan: Sendable>(
    _ location: ImageLocation, selecting selection: ImageSelection = ImageSelection(),
    progress: ProgressCounter? = nil, scan: @escaping @Sendable (BlobInput) throws -> Scan
  ) throws -> LoadedImage<Scan> {
    do {
      return try open(location, selection, progress, scan)
    } catch let error as FileError where error.isMissing && error.path == location.name {
      throw LocatedError(location: location.name, cause: SourceError.noSuchFile(location.name))
    } catch let error as FileError {
      throw LocatedError(location: error.path, cause: SystemReason(text: error.reason))
    } catch {
      throw LocatedError(location: location == .standardInput ? "standard input" : location.name, cause: error)
    }
  }

  private static func open<Scan: Sendable>(
    _ location: ImageLocation, _ selection: ImageSelection, _ progress: ProgressCounter?,
    _ scan: @escaping @Sendable (BlobInput) throws -> Scan
  ) throws -> LoadedImage<Scan> {
    guard case .path(let path) = location else {
      return try pass(OpenFile(descriptor: 0, path: "standard input"), location, selection, progress, scan)
    }
    if LayoutDirectory.isDirectory(path) {
      let directory = LayoutDirectory(path: path)
      guard let image = try LayoutResolver(store: directory, selection: selection).resolve(lenient: false) else {
        throw SourceError.notALayout
      }
      return try read(image, .ociDirectory, location, progress, scan) { try directory.open($0).map { FileRange($0) } }
    }
    let file = try OpenFile(path: path)
    guard file.isRegular, try compression(of: file) == .none else {
      return try pass(file, location, selection, progress, scan)
    }
    guard file.size > 0 else { throw SourceError.notAnImage }
    let archive = try asImage { try ArchiveFile(file) }
    if archive.isScattered { return try pass(file, location, selection, progress, scan) }
    let (image, format) = try resolve(in: archive, selection)
    return try read(image, format, location, progress, scan) { name in
      try archive.resolve(name).flatMap { archive.names[$0] }
    }
  }

  private static func compression(of file: OpenFile) throws -> Compression {
    var head = [UInt8](repeating: 0, count: 8)
    let count = try head.withUnsafeMutableBytes { try file.read(at: 0, into: $0) }
    return try head.withUnsafeBytes { try Compression(magic: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
  }

  /// What is no tar at all is no image.
  private static func asImage<Result>(_ body: () throws -> Result) throws -> Result {
    do { return try body() } catch TarError.notATar { throw SourceError.notAnImage }
  }

  /// Docker 25 and later write both kinds of index: the OCI one says more, and the other one is complete.
  private static func resolve(
    in store: some ImageStore, _ selection: ImageSelection
  ) throws -> (ResolvedImage, ImageFormat) {
    let hasDockerManifest = try store.resolve("manifest.json") != nil
    if let image = try LayoutResolver(store: store, selection: selection).resolve(lenient: hasDockerManifest) {
      return (image, hasDockerManifest ? .dockerArchive : .ociArchive)
    }
    if let image = try DockerArchiveResolver(store: store, selection: selection).resolve() {
      return (image, .dockerArchive)
    }
    throw SourceError.noImageInArchive
  }

  // MARK: Sources that can be read anywhere

  private static func read<Scan: Sendable>(
    _ image: ResolvedImage, _ format: ImageFormat, _ location: ImageLocation, _ progress: ProgressCounter?,
    _ scan: @escaping @Sendable (BlobInput) throws -> Scan, blob: (String) throws -> FileRange?
  ) throws -> LoadedImage<Scan> {
    var ranges: [FileRange?] = []
    var numbers: [String: Int] = [:]
    let blobOfLayer = try image.layers.map { layer in
      let range = try blob(layer.name)
      let key = range.map { "\($0.file.path)\u{0}\($0.offset)" } ?? layer.name
      if let number = numbers[key] { return number }
      numbers[key] = ranges.count
      ranges.append(range)
      return ranges.count - 1
    }
    let present = ranges.indices.filter { ranges[$0] != nil }
      .sorted { (ranges[$0]!.count, $1) > (ranges[$1]!.count, $0) }
    progress?.expect(present.reduce(0) { $0 + ranges[$1]!.count })
    let all = ranges
    let known = Dictionary(zip(blobOfLayer, image.layers), uniquingKeysWith: { first, _ in first })
    let scanned = try parallelMap(present) { number in
      let range = all[number]!
      let stream = FileStream(
        range, pool: ChunkPool(chunkSize: 1 << 18), smallestWindow: 4096, progress: progress)
      return try scan(
        BlobInput(stream: stream, range: range, digest: known[number]?.digest, diffID: known[number]?.diffID))
    }
    let scans = Dictionary(uniqueKeysWithValues: zip(present, scanned))
    return loaded(image, format, location) { index in
      let number = blobOfLayer[index]
      return (number, ranges[number]?.count, scans[number], ranges[number])
    }
  }

  // MARK: Sources that are read once

  private static func pass<Scan: Sendable>(
    _ file: OpenFile, _ location: ImageLocation, _ selection: ImageSelection, _ progress: ProgressCounter?,
    _ scan: @escaping @Sendable (BlobInput) throws -> Scan
  ) throws -> LoadedImage<Scan> {
    let pool = ChunkPool(chunkSize: 1 << 18)
    progress?.expect(file.size)
    let raw = try SniffedStream(PipeStream(file, pool: pool, progress: progress), atLeast: TarReader.blockSize)
    guard !raw.head.isEmpty else { throw SourceError.notAnImage }
    let compression = try Compression(magic: raw.head)
    let stream = decompressed(raw, as: compression, pool: ChunkPool(chunkSize: 1 << 18))
    let archive = try asImage { try ArchivePass(stream, pool: pool, scan: scan) }
    let (image, format) = try resolve(in: archive, selection)
    var numbers: [String: Int] = [:]
    let names = try image.layers.map { try archive.resolve($0.name) ?? $0.name }
    return try loaded(image, format, location) { index in
      let number = numbers[names[index], default: numbers.count]
      numbers[names[index]] = number
      switch archive.names[names[index]] {
      case .layer(let scan, let size): return (number, size, scan, nil)
      // A layer that looked like a document as it passed.
      case .document(let bytes):
        let input = BlobInput(stream: MemoryStream(bytes), range: nil, digest: nil, diffID: nil)
        return (number, bytes.count, try scan(input), nil)
      case nil: return (number, nil, nil, nil)
      }
    }
  }

  private static func loaded<Scan: Sendable>(
    _ image: ResolvedImage, _ format: ImageFormat, _ location: ImageLocation,
    blob: (Int) throws -> (number: Int, size: Int?, scan: Scan?, range: FileRange?)
  ) rethrows -> LoadedImage<Scan> {
    let layers = try image.layers.enumerated().map { index, layer in
      let blob = try blob(index)
      return LoadedImage<Scan>.Layer(
        digest: layer.digest, mediaType: layer.mediaType, declaredSize: layer.size, diffID: layer.diffID,
        stored: blob.size, blob: blob.number, scan: blob.scan, range: blob.range)
    }
    return LoadedImage(
      reference: image.reference, format: format, location: location, platform: image.config.platform,
      manifestDigest: image.manifestDigest, configDigest: image.configDigest, config: image.config, layers: layers,
      annotations: image.annotations, statements: image.statements)
  }
}

private struct SystemReason: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
