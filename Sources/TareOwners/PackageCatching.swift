import TareBytes
import TareELF
public import TareLayers

/// Keeps what the catalogues will read of layers that pass once: the files they want as a whole, and of ELF files what
/// tells their sections and libraries.
public struct PackageCatching: ContentCatching {
  /// Which files are kept whole besides, by name and size in bytes.
  public typealias Wish = @Sendable (_ file: FileName, _ size: Int) -> Bool

  private let others: Wish

  public init(others: @escaping Wish = { _, _ in false }) { self.others = others }

  public func catcher(again: Bool) -> any ContentCatcher { PackageCatcher(again: again, others) }
}

private final class PackageCatcher: ContentCatcher {
  private let catalogues = Catalogues.all
  private let others: PackageCatching.Wish
  private let fileLimit: Int
  private var left: Int

  /// Larger files, and what goes beyond so many bytes of one layer, are read again; there is more room where they cannot be.
  init(again: Bool, _ others: @escaping PackageCatching.Wish) {
    self.others = others
    fileLimit = again ? 16 << 20 : 96 << 20
    left = again ? 48 << 20 : 192 << 20
  }

  func begin(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, size: Int) -> (any ContentCatch)? {
    let file = FileName(directory: directory, name: name)
    guard size <= fileLimit, size <= left,
      SystemFiles.wants(file) || ApplicationSources.wants(file) || catalogues.contains(where: { $0.wants(file) })
        || others(file, size)
    else {
      return BinaryCatch(size: size)
    }
    left -= size
    return WholeCatch()
  }
}

private final class WholeCatch: ContentCatch {
  private var bytes: [UInt8] = []

  func take(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }
  func finish() -> CaughtBytes? { CaughtBytes(all: bytes) }
}

private final class BinaryCatch: ContentCatch {
  private var binary: ELFCatch

  init(size: Int) { binary = ELFCatch(size: size) }

  func take(_ bytes: UnsafeRawBufferPointer) { if binary.wantsMore { binary.take(bytes) } }
  func finish() -> CaughtBytes? { binary.finish() }
}
