import TareBytes
import TareELF
public import TareLayers

/// Keeps what the catalogues will read of layers that pass once: the files they want as a whole, and of ELF files what
/// tells their sections and libraries.
public struct PackageCatching: ContentCatching {
  /// What of other files is kept besides, by name and size in bytes; nil for nothing.
  public typealias Wish = @Sendable (_ file: FileName, _ size: Int) -> Portion?

  public enum Portion: Sendable {
    case whole
    /// So many bytes of its beginning.
    case head(Int)
    /// All of it where the text is found worth reading; else nothing, and that it is not.
    case matching(@Sendable (UnsafeRawBufferPointer) -> Bool)
  }

  private let others: Wish

  public init(others: @escaping Wish = { _, _ in nil }) { self.others = others }

  public func catcher(again: Bool) -> any ContentCatcher { PackageCatcher(again: again, others) }
}

private final class PackageCatcher: ContentCatcher {
  private let catalogues = Catalogues.all
  private let others: PackageCatching.Wish
  private let fileLimit: Int
  private var left: Int
  private let matches = MatchAllowance()

  /// Larger files, and what goes beyond so many bytes of one layer, are read again; there is more room where they cannot be.
  init(again: Bool, _ others: @escaping PackageCatching.Wish) {
    self.others = others
    fileLimit = again ? 16 << 20 : 96 << 20
    left = again ? 48 << 20 : 192 << 20
  }

  func begin(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, size: Int) -> (any ContentCatch)? {
    let file = FileName(directory: directory, name: name)
    guard size <= fileLimit, size <= left, let portion = portion(file, size) else { return BinaryCatch(size: size) }
    switch portion {
    case .whole:
      left -= size
      return HeadCatch(size)
    case .head(let count):
      left -= min(count, size)
      return HeadCatch(count)
    case .matching(let isWorthIt): return MatchCatch(size, isWorthIt, matches)
    }
  }

  private func portion(_ file: FileName, _ size: Int) -> PackageCatching.Portion? {
    if SystemFiles.wants(file) || ApplicationSources.wants(file) || catalogues.contains(where: { $0.wants(file) }) { return .whole }
    if DebianCopyright.wants(file), size <= DebianCopyright.largest { return .matching(DebianCopyright.isMachineReadable) }
    return others(file, size)
  }
}

/// Bytes that matching files of one layer may take. Only the thread that looks at contents counts.
private final class MatchAllowance: @unchecked Sendable {
  var left = 16 << 20
}

private final class HeadCatch: ContentCatch {
  private let count: Int
  private var bytes: [UInt8] = []

  init(_ count: Int) { self.count = count }

  func take(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes.prefix(count - self.bytes.count)) }
  func finish() -> CaughtBytes? { CaughtBytes(all: bytes) }
}

private final class MatchCatch: ContentCatch {
  private let size: Int
  private let isWorthIt: @Sendable (UnsafeRawBufferPointer) -> Bool
  private let allowance: MatchAllowance
  private var bytes: [UInt8] = []
  private var isMatch = false

  init(_ size: Int, _ isWorthIt: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool, _ allowance: MatchAllowance) {
    self.size = size
    self.isWorthIt = isWorthIt
    self.allowance = allowance
  }

  func take(_ bytes: UnsafeRawBufferPointer) {
    // Most come in one piece, and most of these are not worth a copy.
    if bytes.count == size {
      isMatch = isWorthIt(bytes)
      if isMatch { self.bytes = Array(bytes) }
      return
    }
    self.bytes.append(contentsOf: bytes)
    if self.bytes.count == size { isMatch = self.bytes.withUnsafeBytes(isWorthIt) }
  }

  func finish() -> CaughtBytes? {
    guard isMatch else { return CaughtBytes() }
    guard size <= allowance.left else { return nil }
    allowance.left -= size
    return CaughtBytes(all: bytes)
  }
}

private final class BinaryCatch: ContentCatch {
  private var binary: ELFCatch

  init(size: Int) { binary = ELFCatch(size: size) }

  func take(_ bytes: UnsafeRawBufferPointer) { if binary.wantsMore { binary.take(bytes) } }
  func finish() -> CaughtBytes? { binary.finish() }
}
