import TareArchive
public import TareBytes
public import TareSource

/// Scans one layer: unpacks it, walks its tar, checks its digests, and keeps the entries. A plain layer in a file is
/// walked by its headers alone; everything else is read anyway, so its contents and digests are hashed on the way.
public struct LayerScanner: Sendable {
  /// Whether plain layers in files are read in full for their digests.
  public var verifiesPlainLayers = false
  /// What to keep of contents that cannot be read by range later.
  public var catching: (any ContentCatching)?
  /// Holes that are hashed as zeros, in bytes a layer: so many, and so many for each byte of the tar before them. Files
  /// beyond are taken for unlike all others.
  static let holeAllowance = 64 << 20
  static let holesPerByte = 256

  public init(verifiesPlainLayers: Bool = false, catching: (any ContentCatching)? = nil) {
    self.verifiesPlainLayers = verifiesPlainLayers
    self.catching = catching
  }

  public func scan(_ input: BlobInput) -> ScanOutcome {
    var pass = ScanPass(readsAll: verifiesPlainLayers || input.range == nil, catcher: catching?.catcher(again: input.range != nil))
    do {
      try pass.run(input)
      return .scanned(pass.scan)
    } catch {
      return .failed(pass.failure(error, input))
    }
  }
}

/// A scan, or what stopped it.
public enum ScanOutcome: Sendable {
  case scanned(LayerScan)
  case failed(LayerFailure)
}

/// An error with the digests of the bytes that caused it: damage is best told by a digest that does not match.
public struct LayerFailure: Error, Sendable {
  public var cause: any Error
  public var blobDigest: Digest?
  /// Whether the stored bytes are the tar itself.
  public var isPlain = true
}

/// The state of one scan.
private struct ScanPass {
  let readsAll: Bool
  var scan = LayerScan()
  private let recorder = PackingRecorder()
  private var digests: DigestThread?
  private var blobTap: DigestTap?
  private var tarTap: DigestTap?
  private var holes = 0
  private var contentCount = 0
  private var path = CanonicalPath()
  private var lastDirectory: [UInt8] = []
  private var lastDirectoryNumber: Int32 = -1
  private var catcher: (any ContentCatcher)?
  private var head: [UInt8] = []

  init(readsAll: Bool, catcher: (any ContentCatcher)?) {
    self.readsAll = readsAll
    self.catcher = catcher
  }

  mutating func run(_ input: BlobInput) throws {
    let raw = try SniffedStream(input.stream, atLeast: TarReader.blockSize)
    scan.compression = try Compression(magic: raw.head)
    let isPlain = scan.compression == .none
    let hashesContent = !isPlain || readsAll
    // By range it can be read when somebody asks.
    if isPlain, input.range != nil { catcher = nil }
    var stream: any ByteStream = raw
    if hashesContent {
      // In a plain layer the two digests are one.
      let thread = DigestThread(
        blob: isPlain ? nil : DigestHasher(algorithm: input.digest?.algorithm ?? "sha256"),
        tar: DigestHasher(algorithm: input.diffID?.algorithm ?? "sha256"))
      if !isPlain {
        let tap = DigestTap(raw, thread, .blob)
        blobTap = tap
        stream = decompressed(tap, as: scan.compression, pool: ChunkPool(chunkSize: 1 << 20), recorder: recorder)
      }
      let tap = DigestTap(stream, thread, .tar)
      (digests, tarTap, stream) = (thread, tap, tap)
    }
    try walk(stream)
    if let blob = input.range, !hashesContent { try readHeads(of: blob) }
    guard let digests else { return }
    while try stream.next() != nil {}
    if !isPlain { scan.packing = recorder.map }
    let results = digests.finish()
    scan.tarDigest = results.tar
    scan.blobDigest = isPlain ? results.tar : results.blob
    scan.hashes = results.contents
    guard !results.caught.isEmpty else { return }
    for (index, entry) in scan.entries.enumerated() where entry.hash >= 0 {
      if let caught = results.caught[Int(entry.hash)] { scan.caught[Int32(index)] = caught }
    }
  }

  private mutating func walk(_ stream: any ByteStream) throws {
    let reader = TarReader(stream)
    while let member = try reader.next() {
      let index = scan.entries.count
      recorder.expectContent(upTo: member.contentOffset + member.storedSize)
      add(member)
      if scan.entries[index].hasContent {
        let (sum, overflow) = scan.contentBytes.addingReportingOverflow(member.size)
        guard !overflow else { throw SizeOverflow() }
        scan.contentBytes = sum
      }
      guard canBeCompared(index) else { continue }
      if let digests {
        scan.entries[index].hash = Int32(contentCount)
        contentCount += 1
        try hashAndCatch(index, from: reader, digests)
        continue
      }
      if let magic = reader.withHeadAtHand(ContentMagic.length, ContentMagic.init(head:)) { scan.entries[index].magic = magic }
      if let hash = reader.withContentAtHand(ContentHash.init(of:)) {
        // Even a walk over headers has small contents in its window.
        scan.entries[index].hash = Int32(scan.hashes.count)
        scan.hashes.append(hash)
      }
    }
    scan.hasEndMarker = reader.hasEndMarker
  }

  /// Of contents that began beyond the window in which their header was read.
  private mutating func readHeads(of blob: FileRange) throws {
    var head = [UInt8](repeating: 0, count: ContentMagic.length)
    for index in scan.entries.indices where scan.entries[index].magic == .unknown && scan.entries[index].size > 0 {
      let entry = scan.entries[index]
      // Of a sparse file the stored bytes are its first ones only when it begins with them.
      let stored = entry.sparse >= 0 ? scan.sparseMaps[Int(entry.sparse)].first { $0.offset == 0 }?.count ?? 0 : entry.size
      let count = try head.withUnsafeMutableBytes {
        try blob.read(at: entry.contentOffset, into: UnsafeMutableRawBufferPointer(rebasing: $0.prefix(stored)))
      }
      scan.entries[index].magic = head.withUnsafeBytes { ContentMagic(head: UnsafeRawBufferPointer(rebasing: $0.prefix(count))) }
    }
  }

  private mutating func hashAndCatch(_ index: Int, from reader: TarReader, _ digests: DigestThread) throws {
    let entry = scan.entries[index]
    let watcher = begin(entry)
    var left = entry.size
    head.removeAll(keepingCapacity: true)
    while let piece = try reader.nextContent() {
      left -= piece.bytes.count
      if head.count < ContentMagic.length { head.append(contentsOf: piece.bytes.prefix(ContentMagic.length - head.count)) }
      digests.submitContent(piece, ends: left == 0, seenBy: watcher)
    }
    scan.entries[index].magic = head.withUnsafeBytes(ContentMagic.init(head:))
  }

  private func begin(_ entry: Entry) -> (any ContentCatch)? {
    guard let catcher else { return nil }
    return scan.directories.withBytes(of: entry.directory) { directory in
      scan.names.withBytes(of: entry.name) { catcher.begin(directory: directory, name: $0, size: entry.size) }
    }
  }

  private mutating func canBeCompared(_ index: Int) -> Bool {
    let entry = scan.entries[index]
    return entry.hasContent && entry.size > 0 && !entry.isIncomparable
  }

  private mutating func add(_ member: TarMember) {
    path.set(member.path)
    if path.hasParentReference { scan.note(.parentReference, member.path) }
    if member.path.contains(0) { scan.note(.nulByte, member.path) }
    let (directory, name) = path.split
    let marker = marker(path.bytes[name])
    if marker == .ignored, name.count == 4 { scan.note(.emptyWhiteout, member.path) }
    var entry = Entry(
      kind: member.kind, marker: marker, mode: member.mode, directory: intern(path.bytes[directory]),
      name: path.bytes.withUnsafeBytes { scan.names.intern(UnsafeRawBufferPointer(rebasing: $0[name])) },
      uid: member.uid, gid: member.gid, modified: member.modified, size: member.size,
      contentOffset: member.contentOffset)
    if member.kind == .hardLink || member.kind == .symbolicLink {
      entry.target = member.linkTarget.withUnsafeBytes { scan.targets.intern($0) }
    }
    if !member.extendedAttributes.isEmpty {
      entry.attributes = Int32(scan.extendedAttributes.count)
      scan.extendedAttributes.append(member.extendedAttributes)
    }
    if let segments = member.sparse {
      entry.sparse = Int32(scan.sparseMaps.count)
      scan.sparseMaps.append(segments)
      let more = member.size - member.storedSize
      let allowed = LayerScanner.holeAllowance + min(member.contentOffset, 1 << 40) * LayerScanner.holesPerByte
      if more > allowed - holes {
        entry.isIncomparable = true
        scan.note(.hugeHoles, member.path)
      } else {
        holes += more
      }
    }
    scan.entries.append(entry)
  }

  /// Members of one directory come together, so the last answer is nearly always the next one.
  private mutating func intern(_ directory: ArraySlice<UInt8>) -> Int32 {
    if lastDirectoryNumber >= 0, directory.elementsEqual(lastDirectory) { return lastDirectoryNumber }
    lastDirectory = Array(directory)
    lastDirectoryNumber = lastDirectory.withUnsafeBytes { scan.directories.intern($0) }
    return lastDirectoryNumber
  }

  private func marker(_ name: ArraySlice<UInt8>) -> Entry.Marker {
    guard name.first == 0x2e, name.starts(with: Self.prefix) else { return .none }
    if name.elementsEqual(Self.opaque) { return .opaque }
    return name.count == Self.prefix.count || name.starts(with: Self.aufs) ? .ignored : .whiteout
  }

  private static let prefix = Array(".wh.".utf8)
  private static let aufs = Array(".wh..wh.".utf8)
  private static let opaque = Array(".wh..wh..opq".utf8)

  /// Reads on to the end of the blob, so that its digest can tell damage from a layer that was made this way.
  func failure(_ error: any Error, _ input: BlobInput) -> LayerFailure {
    var failure = LayerFailure(cause: error)
    // Bytes of a kind that is not read are no damage.
    if case CompressionError.unsupported = error { return failure }
    do {
      if let tap = blobTap {
        while try tap.next() != nil {}
        failure.blobDigest = digests?.finish().blob
        failure.isPlain = false
      } else if let tap = tarTap {
        while try tap.next() != nil {}
        failure.blobDigest = digests?.finish().tar
      } else if let range = input.range {
        failure.blobDigest = try range.digest(algorithm: input.diffID?.algorithm ?? "sha256")
      }
    } catch {
      // The bytes cannot be read: the first error stands.
    }
    return failure
  }
}

extension FileRange {
  /// The digest of all its bytes.
  func digest(algorithm: some StringProtocol) throws -> Digest? {
    guard var hasher = DigestHasher(algorithm: algorithm) else { return nil }
    let stream = FileStream(self, pool: ChunkPool(chunkSize: 1 << 20), smallestWindow: 1 << 20)
    while let piece = try stream.next() { hasher.update(piece.bytes) }
    return hasher.finish()
  }
}
