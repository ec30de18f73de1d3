import TareArchive
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
    var sum = 0
    var shared: [ContentLocation: (layers: Int, ranges: ByteRanges)] = [:]
    for (content, ranges) in joined.saved {
      let place = table.tree.contents[Int(content)].location
      guard let scan = scans[Int(place.layer)], let packing = scan.packing else { return nil }
      let blob = blobs[Int(place.layer)]
      guard layersOfBlob[blob] == 1 else {
        // The same entry in each of them, under one name.
        let key = ContentLocation(layer: Int32(blob), entry: place.entry)
        let former = shared[key]
        shared[key] = ((former?.layers ?? 0) + 1, former?.ranges.intersection(ranges) ?? ranges)
        continue
      }
      sum += Self.bytes(of: ranges, place.entry, scan, packing)
    }
    for (key, part) in shared where part.layers == layersOfBlob[Int(key.layer)] {
      guard let layer = blobs.firstIndex(of: Int(key.layer)), let scan = scans[layer], let packing = scan.packing else { continue }
      sum += Self.bytes(of: part.ranges, key.entry, scan, packing)
    }
    return sum
  }

  private static func bytes(of ranges: ByteRanges, _ entry: Int32, _ scan: LayerScan, _ packing: PackingMap) -> Int {
    let entry = scan.entries[Int(entry)]
    return ranges.ranges.reduce(0) { sum, range in
      scan.places(of: range, in: entry).reduce(sum) { $0 + packing.packedBytes(of: $1) }
    }
  }
}
