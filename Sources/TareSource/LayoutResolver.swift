import TareBytes
import TareOCI

/// Finds an image in an OCI layout, through indexes of any depth.
///
/// Source: OCI Image Specification, image-layout.md.
struct LayoutResolver {
  let store: any ImageStore
  let selection: ImageSelection

  /// One manifest that could be meant, with the name of the top-level entry it is under.
  private struct Candidate {
    var names: [String]
    var top: Digest
    var descriptor: Descriptor
    var manifest: Manifest
    var manifestBytes: [UInt8]

    var label: String { names.first ?? top.description }
  }

  /// The same index under the same name says the same again, however often it is named.
  private struct Visit: Hashable {
    var digest: Digest
    var names: [String]
    var platform: Platform?
  }

  private static let depthLimit = 8

  /// Nil when there is no `index.json`, or when none of the manifests it names is there while `lenient`.
  func resolve(lenient: Bool) throws -> ResolvedImage? {
    guard let bytes = try store.document("index.json") else { return nil }
    let index = try Document.decode(ImageIndex.self, from: bytes, name: "index.json")
    var candidates: [Candidate] = []
    var missing: Digest?
    var seen: Set<Visit> = []
    var attestations: [Descriptor] = []
    for descriptor in index.manifests {
      try collect(
        descriptor, names: descriptor.imageNames, top: descriptor.digest, depth: 0, &candidates, &missing, &seen, &attestations)
    }
    if candidates.isEmpty {
      if lenient { return nil }
      throw missing.map { SourceError.missing(what: "manifest", name: $0.description) } ?? SourceError.noImageInArchive
    }
    var image = try finish(choosePlatform(from: chooseImage(from: candidates)))
    image.statements = statements(attestations, of: image.manifestDigest)
    return image
  }

  private func collect(
    _ descriptor: Descriptor, names: [String], top: Digest, depth: Int, _ candidates: inout [Candidate],
    _ missing: inout Digest?, _ seen: inout Set<Visit>, _ attestations: inout [Descriptor]
  ) throws {
    guard depth <= Self.depthLimit else { throw SourceError.indexTooDeep }
    if descriptor.isAttestation { attestations.append(descriptor) }
    guard !descriptor.isAttestation,
      seen.insert(Visit(digest: descriptor.digest, names: names, platform: descriptor.platform)).inserted
    else { return }
    let what = "manifest \(descriptor.digest)"
    guard let bytes = try store.document(descriptor.digest, what: what) else {
      missing = missing ?? descriptor.digest
      return
    }
    if let probe = try? Document.decode(ImageIndex.self, from: bytes, name: what), descriptor.mediaType?.isManifest != true {
      for child in probe.manifests {
        try collect(child, names: names, top: top, depth: depth + 1, &candidates, &missing, &seen, &attestations)
      }
      return
    }
    let manifest = try Document.decode(Manifest.self, from: bytes, name: what)
    candidates.append(
      Candidate(names: names, top: top, descriptor: descriptor, manifest: manifest, manifestBytes: bytes))
  }

  /// The candidates of one image: all that one top-level name, or one unnamed layout, offers.
  private func chooseImage(from candidates: [Candidate]) throws -> [Candidate] {
    if let wanted = selection.image {
      let found = candidates.filter { candidate in
        candidate.names.contains { Reference.same($0, wanted) } || matches(candidate.top, wanted)
          || matches(candidate.descriptor.digest, wanted)
      }
      guard !found.isEmpty else {
        throw SourceError.noSuchImage(wanted, available: unique(candidates.map(\.label)))
      }
      return found
    }
    // The same manifest under several names is one image.
    let distinct = unique(candidates.map(\.descriptor.digest)).map { digest in
      candidates.first { $0.descriptor.digest == digest }!
    }
    let named = unique(distinct.map { $0.names.first })
    let platforms = distinct.map { $0.descriptor.platform }
    let isOneIndex = Set(distinct.map(\.top)).count == 1
    let isOnePlatformEach = named.count == 1 && Set(platforms).count == platforms.count
    guard distinct.count == 1 || isOneIndex || isOnePlatformEach else {
      throw SourceError.severalImages(
        unique(distinct.map { named.count == distinct.count ? $0.label : $0.descriptor.digest.description }))
    }
    return distinct
  }

  private func matches(_ digest: Digest, _ wanted: String) -> Bool {
    wanted.count >= 6 && (digest.description.hasPrefix(wanted) || digest.encoded.hasPrefix(wanted))
  }

  private func choosePlatform(from candidates: [Candidate]) throws -> (Candidate, ImageConfig, [UInt8]) {
    let images = candidates.filter { $0.manifest.foreignArtifactType == nil }
    guard !images.isEmpty else {
      throw SourceError.artifact(name: candidates[0].label, type: candidates[0].manifest.foreignArtifactType ?? "unknown")
    }
    func platform(_ candidate: Candidate) throws -> Platform? {
      if let platform = candidate.descriptor.platform { return platform }
      return try readConfig(of: candidate).0.platform
    }
    let chosen: Candidate
    if let wanted = selection.platform {
      guard let found = try images.first(where: { try platform($0)?.serves(wanted) ?? false }) else {
        throw SourceError.noSuchPlatform(wanted, available: try images.compactMap(platform))
      }
      chosen = found
    } else if images.count == 1 {
      chosen = images[0]
    } else if let found = try images.first(where: { try platform($0)?.serves(.host) ?? false }) {
      chosen = found
    } else {
      throw SourceError.severalPlatforms(try images.compactMap(platform))
    }
    let (config, bytes) = try readConfig(of: chosen)
    return (chosen, config, bytes)
  }

  private func readConfig(of candidate: Candidate) throws -> (ImageConfig, [UInt8]) {
    let digest = candidate.manifest.config.digest
    let what = "config \(digest)"
    guard let bytes = try store.document(digest, what: what) else {
      throw SourceError.missing(what: "config", name: digest.description)
    }
    return (try Document.decode(ImageConfig.self, from: bytes, name: what), bytes)
  }

  private func finish(_ chosen: (candidate: Candidate, config: ImageConfig, bytes: [UInt8])) throws -> ResolvedImage {
    let diffIDs = chosen.config.diffIDs
    let layers = try (chosen.candidate.manifest.layers ?? []).enumerated().map { index, descriptor in
      guard descriptor.size >= 0 else {
        throw DocumentError(
          name: "manifest \(chosen.candidate.descriptor.digest)", reason: "layers[\(index)] has a negative size")
      }
      return ResolvedImage.Layer(
        name: store.blobName(descriptor.digest), digest: descriptor.digest, mediaType: descriptor.mediaType,
        size: descriptor.size, diffID: index < diffIDs.count ? diffIDs[index] : nil)
    }
    return ResolvedImage(
      reference: chosen.candidate.names.first, manifestDigest: chosen.candidate.descriptor.digest,
      configDigest: chosen.candidate.manifest.config.digest, config: chosen.config, layers: layers,
      annotations: chosen.candidate.manifest.annotations ?? [:])
  }

  /// They only help to explain: one that is damaged or missing is not there.
  private func statements(_ attestations: [Descriptor], of image: Digest?) -> [Statement] {
    var found: [Statement] = []
    for attestation in unique(attestations) {
      guard attestation.annotations?["vnd.docker.reference.digest"] == image?.description,
        let bytes = try? store.document(attestation.digest, what: "attestation"),
        let manifest = try? Document.decode(Manifest.self, from: bytes, name: "attestation")
      else { continue }
      for layer in manifest.layers ?? [] {
        guard let type = layer.annotations?["in-toto.io/predicate-type"], layer.size <= Self.statementLimit,
          let statement = try? store.document(layer.digest, what: "statement")
        else { continue }
        found.append(Statement(predicateType: type, bytes: statement))
      }
    }
    return found
  }

  private static let statementLimit = 16 << 20

  private func unique<Item: Hashable>(_ items: [Item]) -> [Item] {
    var seen: Set<Item> = []
    return items.filter { seen.insert($0).inserted }
  }
}
