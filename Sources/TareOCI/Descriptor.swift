public import TareBytes

/// A typed, sized pointer to content.
///
/// Source: OCI Image Specification, descriptor.md.
public struct Descriptor: Sendable, Decodable, Hashable {
  public var mediaType: MediaType?
  public var digest: Digest
  /// In bytes.
  public var size: Int
  public var platform: Platform?
  public var annotations: [String: String]?
  public var artifactType: String?

  enum CodingKeys: String, CodingKey { case mediaType, digest, size, platform, annotations, artifactType }

  /// What only helps to choose is not worth refusing an image for.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    mediaType = try container.decodeIfPresent(MediaType.self, forKey: .mediaType)
    digest = try container.decode(Digest.self, forKey: .digest)
    size = try container.decode(Int.self, forKey: .size)
    platform = try? container.decodeIfPresent(Platform.self, forKey: .platform)
    annotations = try? container.decodeIfPresent([String: String].self, forKey: .annotations)
    artifactType = try? container.decodeIfPresent(String.self, forKey: .artifactType)
  }

  /// BuildKit hangs provenance and SBOMs beside the images of an index.
  public var isAttestation: Bool {
    annotations?["vnd.docker.reference.type"] == "attestation-manifest"
      || (platform?.os == "unknown" && platform?.architecture == "unknown")
  }

  /// The names that the writer of a layout gave to this image.
  public var imageNames: [String] {
    ["io.containerd.image.name", "org.opencontainers.image.ref.name"].compactMap { annotations?[$0] }
  }
}

extension Digest: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let digest = Digest(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "\"\(EscapedText.printable(text))\" is no digest")
    }
    self = digest
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
