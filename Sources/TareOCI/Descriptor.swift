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
