/// A media type: an open set, so any text is one.
public struct MediaType: RawRepresentable, Hashable, Sendable, Codable, CustomStringConvertible {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }
  public var description: String { rawValue }

  public static let ociIndex = MediaType(rawValue: "application/vnd.oci.image.index.v1+json")
  public static let ociManifest = MediaType(rawValue: "application/vnd.oci.image.manifest.v1+json")
  public static let ociConfig = MediaType(rawValue: "application/vnd.oci.image.config.v1+json")
  public static let dockerManifestList = MediaType(
    rawValue: "application/vnd.docker.distribution.manifest.list.v2+json")
  public static let dockerManifest = MediaType(rawValue: "application/vnd.docker.distribution.manifest.v2+json")
  public static let dockerConfig = MediaType(rawValue: "application/vnd.docker.container.image.v1+json")

  public var isManifest: Bool { self == .ociManifest || self == .dockerManifest }
  public var isImageConfig: Bool { self == .ociConfig || self == .dockerConfig }

  /// What the name promises of a layer's compression; nil when it promises nothing.
  public var layerCompression: String? {
    if rawValue.hasSuffix("+gzip") || rawValue.hasSuffix(".tar.gzip") { return "gzip" }
    if rawValue.hasSuffix("+zstd") || rawValue.hasSuffix(".tar.zstd") { return "zstd" }
    return rawValue.hasSuffix(".tar") ? "none" : nil
  }
}
