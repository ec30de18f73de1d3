/// One image: its config and its layers, lowest first.
///
/// Source: OCI Image Specification, manifest.md; Docker Image Manifest V2, Schema 2.
public struct Manifest: Sendable, Decodable {
  public var mediaType: MediaType?
  public var artifactType: String?
  public var config: Descriptor
  public var layers: [Descriptor]?
  public var annotations: [String: String]?

  /// What kind of artifact this is when it is no container image; nil for an image.
  public var foreignArtifactType: String? {
    if let type = config.mediaType, !type.isImageConfig { return artifactType ?? type.rawValue }
    return artifactType
  }
}

/// Several manifests, usually one a platform.
///
/// Source: OCI Image Specification, image-index.md.
public struct ImageIndex: Sendable, Decodable {
  public var mediaType: MediaType?
  public var manifests: [Descriptor]
}

/// An entry of the `manifest.json` that `docker save` writes.
///
/// Source: moby/docker-image-spec, v1.2 and v1.3, "Combined Image JSON + Filesystem Changeset Format".
public struct DockerArchiveManifest: Sendable, Decodable {
  public var config: String
  public var repoTags: [String]?
  public var layers: [String]?

  enum CodingKeys: String, CodingKey {
    case config = "Config"
    case repoTags = "RepoTags"
    case layers = "Layers"
  }
}
