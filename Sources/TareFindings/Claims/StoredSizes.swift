import TareArchive
import TareBytes
public import TareLayers
public import TareSource
import TareTree

/// What claims take of the blobs of compressed layers, in bytes: of what is pulled rather than of what is unpacked.
///
/// Measured where the layers were unpacked: the bytes of the compressed stream that carry claimed content, to the grain of
/// the layers' `PackingMap`. Headers and padding in the tar are nobody's.
public struct StoredSizes: Sendable {
  private let table: ClaimTable
  private let scans: [LayerScan?]
  /// By layer.
  private let blobs: [Int]
  /// By blob: how many layers it is.
  private let layersOfBlob: [Int: Int]
  /// By content: what all of it takes. Most claims take contents whole, and many claims the same ones.
  private let whole = Shared<[Int]>()

  /// Nil where no layer is compressed: then there is nothing to measure.
  public init?(_ image: LoadedImage<LayerScan>, _ table: ClaimTable) {
    guard image.layers.contains(where: { $0.scan?.packing != nil }) else { return nil }
    self.table = table
    scans = image.layers.map(\.scan)
    blobs = image.layers.map(\.blob)
    layersOfBlob = blobs.reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  public func bytes(of claim: Claim) -> Int? {
    var joined = JoinedClaim(table)
    joined.add(claim)
    return bytes(of: joined)
  }

  /// Nil where some of the claim lies in a plain layer. Of a blob that is several layers a byte counts when all of them let
  /// it go.
  public func bytes(of joined: JoinedClaim) -> Int? {
    let whole = whole.value(measured)
    var sum = 0
    var shared: [ContentLocation: (layers: Int, content: Int32, ranges: ByteRanges)] = [:]
    for content in joined.contents(concernedBy: joined.claim) where joined.saved(of: content) > 0 {
      let place = table.tree.contents[Int(content)].location
      guard whole[Int(content)] != Self.unmeasured else { return nil }
      let blob = blobs[Int(place.layer)]
      if layersOfBlob[blob] != 1 {
        // The same entry in each of them, under one name.
        let key = ContentLocation(layer: Int32(blob), entry: place.entry)
        let ranges = joined.savedRanges(of: content)
        let former = shared[key]
        shared[key] = ((former?.layers ?? 0) + 1, content, former?.ranges.intersection(ranges) ?? ranges)
      } else if joined.isSaved(content) {
        sum += whole[Int(content)]
      } else {
        sum += bytes(of: joined.savedRanges(of: content), content)
      }
    }
    for (key, part) in shared where part.layers == layersOfBlob[Int(key.layer)] { sum += bytes(of: part.ranges, part.content) }
    return sum
  }

  private func bytes(of ranges: ByteRanges, _ content: Int32) -> Int {
    let place = table.tree.contents[Int(content)].location
    guard let scan = scans[Int(place.layer)], let packing = scan.packing else { return 0 }
    return ranges.ranges.reduce(0) { sum, range in
      scan.places(of: range, in: scan.entries[Int(place.entry)]).reduce(sum) { $0 + packing.packedBytes(of: $1) }
    }
  }

  private static let unmeasured = -1

  /// By content.
  private func measured() -> [Int] {
    var sizes = [Int](repeating: Self.unmeasured, count: table.tree.contents.count)
    for (scan, contents) in zip(scans, table.tree.contentRanges) {
      guard let scan, let packing = scan.packing else { continue }
      var point = 0
      for number in contents {
        let content = table.tree.contents[number]
        let places = scan.places(of: 0..<content.size, in: scan.entries[Int(content.location.entry)])
        sizes[number] = places.reduce(0) { $0 + packing.packedBytes(of: $1, after: &point) }
      }
    }
    return sizes
  }
}
