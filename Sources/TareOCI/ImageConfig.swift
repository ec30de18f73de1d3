public import TareBytes

/// The image's own account of itself: platform, layers by diffID, and history.
///
/// Source: OCI Image Specification, config.md.
public struct ImageConfig: Sendable, Decodable {
  public var os: String?
  public var architecture: String?
  public var variant: String?
  public var created: String?
  public var rootfs: RootFS?
  public var history: [HistoryRecord]?
  /// How a container of the image is run.
  public var config: RunConfig?

  public struct RootFS: Sendable, Decodable {
    public var diffIDs: [Digest]?

    enum CodingKeys: String, CodingKey { case diffIDs = "diff_ids" }
  }

  public var diffIDs: [Digest] { rootfs?.diffIDs ?? [] }

  public var platform: Platform? {
    guard let os, let architecture, !os.isEmpty, !architecture.isEmpty else { return nil }
    return Platform(os: os, architecture: architecture, variant: variant.flatMap { $0.isEmpty ? nil : $0 })
  }
}

/// One line of `docker history`.
public struct HistoryRecord: Sendable, Decodable, Hashable {
  public var created: String?
  public var createdBy: String?
  public var comment: String?
  public var author: String?
  public var emptyLayer: Bool?

  public init(
    created: String? = nil, createdBy: String? = nil, comment: String? = nil, author: String? = nil,
    emptyLayer: Bool? = nil
  ) {
    self.created = created
    self.createdBy = createdBy
    self.comment = comment
    self.author = author
    self.emptyLayer = emptyLayer
  }

  enum CodingKeys: String, CodingKey {
    case created, comment, author
    case createdBy = "created_by"
    case emptyLayer = "empty_layer"
  }

  /// Whether the record made no layer.
  public var isEmpty: Bool { emptyLayer ?? false }
}
