public import TareArchive
public import TareBytes
public import TareOCI

/// A layer's stored bytes on their way to whoever scans them.
public struct BlobInput {
  package let stream: any ByteStream
  /// Where the bytes can be read again; nil when the source cannot go back.
  public let range: FileRange?
  /// What the image says of these bytes; all nil where they pass before the image is known.
  public let digest: Digest?
  public let diffID: Digest?
}

/// One image with what a scan made of each of its layers, the same for every kind of source.
public struct LoadedImage<Scan: Sendable>: Sendable {
  public struct Layer: Sendable {
    /// Nil where the source does not say.
    public var digest: Digest?
    public var mediaType: MediaType?
    /// What the manifest says of the blob's size, in bytes.
    public var declaredSize: Int?
    public var diffID: Digest?
    /// The blob's size in bytes; nil when it is absent.
    public var stored: Int?
    /// Layers with equal numbers are one blob.
    public var blob: Int
    /// Nil when the blob is absent.
    public var scan: Scan?
    /// Where the blob can be read again.
    public var range: FileRange?
  }

  public var reference: String?
  public var format: ImageFormat
  public var location: ImageLocation
  public var platform: Platform?
  public var manifestDigest: Digest?
  public var configDigest: Digest
  public var config: ImageConfig
  /// Lowest first.
  public var layers: [Layer]
  /// Of the manifest.
  public var annotations: [String: String] = [:]
  /// What builders attest of the image.
  public var statements: [Statement] = []
}

/// An in-toto statement that hangs beside an image in its index, as BuildKit puts provenance and SBOMs there.
///
/// Source: moby/buildkit, docs/attestations/attestation-storage.md.
public struct Statement: Sendable, Equatable {
  /// What it speaks of: `https://slsa.dev/provenance/v1`.
  public var predicateType: String
  public var bytes: [UInt8]

  public init(predicateType: String, bytes: [UInt8]) {
    self.predicateType = predicateType
    self.bytes = bytes
  }
}

extension LoadedImage {
  /// The same image with something else in place of each scan.
  package func mapScans<Other: Sendable>(_ transform: (Int, Scan) throws -> Other) rethrows -> LoadedImage<Other> {
    LoadedImage<Other>(
      reference: reference, format: format, location: location, platform: platform, manifestDigest: manifestDigest,
      configDigest: configDigest, config: config,
      layers: try layers.enumerated().map { index, layer in
        LoadedImage<Other>.Layer(
          digest: layer.digest, mediaType: layer.mediaType, declaredSize: layer.declaredSize, diffID: layer.diffID,
          stored: layer.stored, blob: layer.blob, scan: try layer.scan.map { try transform(index, $0) },
          range: layer.range)
      }, annotations: annotations, statements: statements)
  }

  /// The image's rows, as `docker history` has them.
  public var rows: [HistoryRow] { HistoryRow.rows(history: config.history ?? [], layerCount: layers.count) }
}
