public import TareBytes
public import TareLayers
public import TareOCI
public import TareSource

/// The exact account of an image: what every later stage and every report builds on.
public struct Weighing: Sendable {
  /// A row of the image's table: a history record, its layer, or both. Sizes are nil where there is no layer or its
  /// blob is absent; live and dead also below an absent layer, which may hide anything.
  public struct Row: Sendable {
    public var index: Int
    public var record: HistoryRecord?
    /// Which layer, the lowest being 0.
    public var layer: Int?
    public var diffID: Digest?
    public var digest: Digest?
    public var mediaType: MediaType?
    /// Whether the row has a layer whose blob is not there.
    public var isAbsent = false
    /// Bytes of the blob.
    public var stored: Int?
    /// Bytes of content.
    public var unpacked: Int?
    /// Non-directory paths in the layer's tar, markers left out.
    public var files: Int?
    /// Members of the layer's tar.
    public var entries: Int?
    /// Bytes of content that the final image shows.
    public var live: Int?
    /// Bytes of content that it does not.
    public var dead: Int?
  }

  /// Sums over all layers; those that an absent layer could change are nil.
  public struct Totals: Sendable, Equatable {
    public var stored: Int?
    public var unpacked: Int?
    /// Non-directory paths in the final tree.
    public var files: Int?
    public var live: Int?
    public var dead: Int?
    /// What is certain all the same when a layer is absent; else nil.
    public var atLeast: LowerBounds?

    public struct LowerBounds: Sendable, Equatable {
      public var stored: Int
      public var unpacked: Int
      public var live: Int
      public var dead: Int

      public init(stored: Int, unpacked: Int, live: Int, dead: Int) {
        self.stored = stored
        self.unpacked = unpacked
        self.live = live
        self.dead = dead
      }
    }
  }

  /// A content that no path of the final image shows.
  public struct Dead: Sendable, Equatable {
    public var path: Int32
    public var bytes: Int
    /// Rows of the layers that wrote it and that took its last name.
    public var writer: Int
    public var killer: Int
    public var cause: Cause
  }

  /// Dead contents of one writer, killer and cause.
  public struct DeadGroup: Sendable, Equatable {
    public var writer: Int
    public var killer: Int
    public var cause: Cause
    public var bytes: Int
    public var files: Int
  }

  /// Live contents that are equal.
  public struct Duplicate: Sendable, Equatable {
    /// All but one of them.
    public var bytes: Int
    public var copies: [Copy]

    public struct Copy: Sendable, Equatable {
      /// Row of the layer.
      public var layer: Int
      public var path: Int32
    }
  }

  /// What was checked against the image's own digests.
  public struct Verification: Sendable, Equatable {
    /// Layers whose tar matches its diffID.
    public var diffIDs: Int
    /// Layers whose stored bytes match their digest; nil where the image names none.
    public var blobs: Int?
    /// Layers there are.
    public var layers: Int

    public init(diffIDs: Int, blobs: Int?, layers: Int) {
      self.diffIDs = diffIDs
      self.blobs = blobs
      self.layers = layers
    }
  }

  public struct Note: Sendable, Equatable {
    /// The row it speaks of; nil for the image.
    public var layer: Int?
    public var text: String

    public init(layer: Int? = nil, text: String) {
      self.layer = layer
      self.text = text
    }
  }

  public var reference: String?
  public var format: ImageFormat
  public var location: ImageLocation
  public var platform: Platform?
  public var manifestDigest: Digest?
  public var configDigest: Digest
  /// When the image was made, as its config says.
  public var created: String?
  public var verification: Verification
  public var rows: [Row]
  public var totals: Totals
  /// Heaviest first.
  public var dead: [Dead]
  public var deadGroups: [DeadGroup]
  /// Heaviest first.
  public var duplicates: [Duplicate]
  /// Nil when a layer is absent.
  public var dive: DiveScore?
  public var notes: [Note]
  public var tree: MergedTree
  /// By layer; nil where the blob is absent.
  public var scans: [LayerScan?]
  /// By layer: its row.
  public var rowOfLayer: [Int]

  /// Absolute, as bytes.
  public func path(_ number: Int32) -> [UInt8] { tree.paths.bytes(of: number) }

  /// The path that shows a live content: the one it was written under, or the first of the others.
  package func home(of content: Int32) -> Int32 { homes[content] ?? tree.contents[Int(content)].path }

  /// Bytes of all duplicates.
  public var duplicateBytes: Int { duplicates.reduce(0) { $0 + $1.bytes } }

  /// Where the live bytes are; with `layer`, where that layer's bytes are, live and dead.
  public func sizes(ofLayer layer: Int? = nil) -> SizeTree { SizeTree(contents(ofLayer: layer), tree.paths) }

  /// The heaviest contents, as `sizes` counts them.
  public func heaviestFiles(_ limit: Int, ofLayer layer: Int? = nil) -> [(path: Int32, bytes: Int)] {
    let all = contents(ofLayer: layer).filter { $0.bytes > 0 }
    return Array(all.sorted { ($0.bytes, $1.path) > ($1.bytes, $0.path) }.prefix(limit))
  }

  private func contents(ofLayer layer: Int?) -> [(path: Int32, bytes: Int)] {
    if let layer { return tree.contents[tree.contentRanges[layer]].map { ($0.path, $0.size) } }
    return tree.contents.indices.filter { tree.contents[$0].isLive }.map { index in
      (homes[Int32(index)] ?? tree.contents[index].path, tree.contents[index].size)
    }
  }

  /// Contents that are live, but no longer under the name they were written under: the first other one, by number.
  var homes: [Int32: Int32] = [:]
}
