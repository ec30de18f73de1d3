/// Draws the `PackingMap` of a stream while it is unpacked.
///
/// The points are as far apart as costs no time worth telling: 4 KiB of the packed bytes, and 64 KiB inside a large content,
/// of which seldom less than all is asked for. ISA-L is slower by a tenth at the one, by a fiftieth at the other. A zstd
/// block cannot be stopped in, so there the points are its ends.
///
/// Memory ends at 4 MiB: of a stream that needs more points every second one goes, and the next are twice as far apart.
package final class PackingRecorder {
  /// Packed bytes between two points.
  package static let grain = 4 << 10
  private static let coarseGrain = 64 << 10
  private static let defaultLimit = 1 << 18

  private var grain: Int
  private let limit: Int
  private var points = [PackingMap.Point(unpacked: 0, packed: 0)]
  private var latest = PackingMap.Point(unpacked: 0, packed: 0)
  private var contentEnd = 0

  package init(grain: Int = PackingRecorder.grain, limit: Int = PackingRecorder.defaultLimit) {
    self.grain = grain
    self.limit = limit
  }

  /// Says that one content lasts to this offset of what is unpacked.
  package func expectContent(upTo end: Int) { contentEnd = end }

  /// Packed bytes after which the unpacker of this part should tell where it is.
  func step(in unpacked: Range<Int>) -> Int { unpacked.upperBound <= contentEnd ? max(grain, Self.coarseGrain) : grain }

  /// - Parameters:
  ///   - unpacked: bytes unpacked so far.
  ///   - packed: bytes that they took.
  package func note(unpacked: Int, packed: Int) {
    // What is packed behind the last byte, as a table of contents, belongs to none.
    guard unpacked > latest.unpacked else { return }
    latest = PackingMap.Point(unpacked: unpacked, packed: max(packed, latest.packed))
    // Unpackers stop a few bytes off.
    guard latest.packed - points[points.count - 1].packed >= grain - grain / 4 else { return }
    points.append(latest)
    guard points.count > limit else { return }
    points = stride(from: 0, to: points.count, by: 2).map { points[$0] }
    grain *= 2
  }

  /// As far as was told.
  package var map: PackingMap { PackingMap(points: points.last == latest ? points : points + [latest]) }
}
