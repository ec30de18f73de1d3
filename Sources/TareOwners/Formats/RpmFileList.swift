/// The files that a package's header lists, from columns of equal length.
struct RpmFileList: Sequence {
  /// Each with a slash at its end.
  let directories: [UnsafeRawBufferPointer]
  /// Nil where RPM's number for it is none that is known.
  let digestAlgorithm: RecordedDigest.Algorithm?
  private let header: RpmHeader

  struct File {
    /// Index into `directories`.
    var directory: Int
    /// The last part of the path.
    var name: UnsafeRawBufferPointer
    /// Hexadecimal; empty for all but regular files.
    var digest: UnsafeRawBufferPointer
    var isDirectory: Bool
    /// Listed as the package's should it ever be made; not brought by it.
    var isGhost: Bool
    /// Not so where another package's file replaced it, or it was left out when the package was installed.
    var isInstalled: Bool
  }

  init(_ header: RpmHeader) {
    self.header = header
    directories = Array(header.strings(.directoryNames))
    digestAlgorithm =
      switch header.numbers(.fileDigestAlgorithm)[0] {
      case nil, 1: .md5
      case 2: .sha1
      case 8: .sha256
      case 10: .sha512
      default: nil
      }
  }

  func makeIterator() -> Iterator { Iterator(header, directories.count) }

  struct Iterator: IteratorProtocol {
    private var names: RpmHeader.Strings
    private var digests: RpmHeader.Strings
    private let indexes: RpmHeader.Numbers
    private let modes: RpmHeader.Numbers
    private let flags: RpmHeader.Numbers
    private let states: RpmHeader.Numbers
    private let directoryCount: Int
    private var position = 0

    fileprivate init(_ header: RpmHeader, _ directoryCount: Int) {
      names = header.strings(.baseNames)
      digests = header.strings(.fileDigests)
      indexes = header.numbers(.directoryIndexes)
      modes = header.numbers(.fileModes)
      flags = header.numbers(.fileFlags)
      states = header.numbers(.fileStates)
      self.directoryCount = directoryCount
    }

    mutating func next() -> File? {
      guard let name = names.next(), let directory = indexes[position], directory < directoryCount else { return nil }
      defer { position += 1 }
      return File(
        directory: directory, name: name, digest: digests.next() ?? name.upTo(0),
        isDirectory: (modes[position] ?? 0) & 0o170000 == 0o040000, isGhost: (flags[position] ?? 0) & 0x40 != 0,
        isInstalled: states[position] ?? 0 == 0)
    }
  }
}
