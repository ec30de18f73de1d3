import TareBytes
import TareELF
public import TareLayers

/// Keeps what the catalogues will read of layers that pass once: the files they want as a whole, and of ELF files what
/// tells their sections and libraries.
public struct PackageCatching: ContentCatching {
  public init() {}

  public func catcher(again: Bool) -> any ContentCatcher { PackageCatcher(again: again) }
}

private final class PackageCatcher: ContentCatcher {
  private enum Target {
    case whole([UInt8])
    case binary(ELFCatch)
  }

  private let catalogues = Catalogues.all
  private var target: Target?
  private let fileLimit: Int
  private var left: Int

  /// Larger files, and what goes beyond so many bytes of one layer, are read again; there is more room where they cannot be.
  init(again: Bool) {
    fileLimit = again ? 16 << 20 : 96 << 20
    left = again ? 48 << 20 : 192 << 20
  }

  func begin(directory: UnsafeRawBufferPointer, name: UnsafeRawBufferPointer, size: Int) -> Bool {
    let file = FileName(directory: directory, name: name)
    if size <= fileLimit, size <= left, SystemFiles.wants(file) || catalogues.contains(where: { $0.wants(file) }) {
      left -= size
      var bytes: [UInt8] = []
      bytes.reserveCapacity(min(size, 1 << 20))
      target = .whole(bytes)
    } else {
      target = .binary(ELFCatch(size: size))
    }
    return true
  }

  func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Taken out while it grows, so that it is not copied.
    let current = target.take()
    switch current {
    case .whole(var kept):
      kept.append(contentsOf: bytes)
      target = .whole(kept)
      return true
    case .binary(var binary):
      binary.take(bytes)
      let wantsMore = binary.wantsMore
      target = .binary(binary)
      return wantsMore
    case nil: return false
    }
  }

  func end() -> CaughtBytes? {
    switch target.take() {
    case .whole(let kept): return CaughtBytes(all: kept)
    case .binary(let binary): return binary.finish()
    case nil: return nil
    }
  }
}
