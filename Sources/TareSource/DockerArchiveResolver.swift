import TareBytes
import TareOCI

/// Finds an image by the `manifest.json` of `docker save`.
struct DockerArchiveResolver {
  let store: any ImageStore
  let selection: ImageSelection

  /// Nil when the archive has no `manifest.json`.
  func resolve() throws -> ResolvedImage? {
    guard let bytes = try store.document("manifest.json") else { return nil }
    let images = try Document.decode([DockerArchiveManifest].self, from: bytes, name: "manifest.json")
    guard let image = try choose(from: images) else { throw SourceError.noImageInArchive }
    guard let bytes = try store.document(image.config) else {
      throw SourceError.missing(what: "config", name: image.config)
    }
    let digest = Digest.sha256(of: bytes)
    // Docker names the config by its digest, with or without an ending.
    let stem = image.config.split(separator: "/").last?.split(separator: ".").first ?? ""
    if let named = Digest(stem.contains(":") ? String(stem) : "sha256:\(stem)"), named.algorithm == "sha256", named != digest {
      throw SourceError.digestMismatch(what: "config \(image.config)", expected: named, actual: digest)
    }
    let config = try Document.decode(ImageConfig.self, from: bytes, name: "config \(image.config)")
    if let wanted = selection.platform, let platform = config.platform, !platform.serves(wanted) {
      throw SourceError.noSuchPlatform(wanted, available: [platform])
    }
    let diffIDs = config.diffIDs
    return ResolvedImage(
      reference: selection.image.flatMap { name in image.repoTags?.first { Reference.same($0, name) } } ?? image.repoTags?.first,
      manifestDigest: nil, configDigest: digest, config: config,
      layers: (image.layers ?? []).enumerated().map { index, name in
        ResolvedImage.Layer(name: name, diffID: index < diffIDs.count ? diffIDs[index] : nil)
      })
  }

  private func choose(from images: [DockerArchiveManifest]) throws -> DockerArchiveManifest? {
    let names = images.map { $0.repoTags?.first ?? $0.config }
    if let wanted = selection.image {
      let found = images.first { image in
        (image.repoTags ?? []).contains { Reference.same($0, wanted) } || image.config.hasPrefix(wanted)
          || "sha256:\(image.config)".hasPrefix(wanted)
      }
      guard let found else { throw SourceError.noSuchImage(wanted, available: names) }
      return found
    }
    guard images.count <= 1 else { throw SourceError.severalImages(names) }
    return images.first
  }
}
