public import TareArchive
public import TareBytes

/// Builds a small image in memory and writes it as every kind of archive.
public struct ImageBuilder: Sendable {
  public struct Layer: Sendable {
    /// The tar.
    public var tar: [UInt8]
    public var compression = Compression.none
    /// Nil for the type that tells the truth.
    public var mediaType: String?
    /// Left out of the archive.
    public var isAbsent = false
    /// The stored bytes, when they are not what `compression` makes of the tar.
    public var stored: [UInt8]?

    public var blob: [UInt8] { stored ?? Packing.pack(tar, compression) }
    public var diffID: Digest { .sha256(of: tar) }
    public var digest: Digest { .sha256(of: blob) }
    var type: String {
      mediaType ?? "application/vnd.oci.image.layer.v1.tar" + (compression == .none ? "" : "+\(compression.rawValue)")
    }
  }

  public var layers: [Layer] = []
  /// JSON objects; nil for one record a layer.
  public var history: [String]?
  public var names = ["test:latest"]
  public var os = "linux"
  public var architecture = "amd64"
  /// How a container of it runs, as a JSON object.
  public var runConfig = "{}"
  /// When it was made; nil for a config that does not say.
  public var created: String?

  public init() {}

  public mutating func layer(_ compression: Compression = .none, _ build: (inout TarBuilder) -> Void) {
    var tar = TarBuilder()
    build(&tar)
    layers.append(Layer(tar: tar.finished, compression: compression))
  }

  public mutating func layer(tar: [UInt8]) { layers.append(Layer(tar: tar)) }

  /// The same image with every layer packed like this.
  public func packed(_ compression: Compression) -> ImageBuilder {
    var copy = self
    for index in copy.layers.indices { copy.layers[index].compression = compression }
    return copy
  }

  // MARK: Documents

  public var config: [UInt8] {
    let records = history ?? layers.indices.map { "{\"created_by\":\"RUN step \($0)\"}" }
    let diffIDs = layers.map { "\"\($0.diffID)\"" }.joined(separator: ",")
    return Array(
      """
      {\(created.map { "\"created\":\"\($0)\"," } ?? "")"architecture":"\(architecture)","os":"\(os)","config":\(runConfig),"rootfs":{"type":"layers","diff_ids":[\(diffIDs)]},\
      "history":[\(records.joined(separator: ","))]}
      """.utf8)
  }

  public var manifest: [UInt8] {
    let layers = layers.map { descriptor($0.type, $0.digest, $0.blob.count) }.joined(separator: ",")
    let config = descriptor("application/vnd.oci.image.config.v1+json", .sha256(of: config), config.count)
    return Array(
      """
      {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":\(config),"layers":[\(layers)]}
      """.utf8)
  }

  /// The descriptor of the manifest, as an index has it.
  public func manifestDescriptor(named: Bool = true, platform: Bool = true) -> String {
    var extra = ""
    if platform { extra += ",\"platform\":{\"os\":\"\(os)\",\"architecture\":\"\(architecture)\"}" }
    if named, let name = names.first {
      extra += ",\"annotations\":{\"org.opencontainers.image.ref.name\":\"\(name)\"}"
    }
    return descriptor("application/vnd.oci.image.manifest.v1+json", .sha256(of: manifest), manifest.count, extra)
  }

  func descriptor(_ type: String, _ digest: Digest, _ size: Int, _ extra: String = "") -> String {
    "{\"mediaType\":\"\(type)\",\"digest\":\"\(digest)\",\"size\":\(size)\(extra)}"
  }

  public static func index(_ descriptors: [String]) -> [UInt8] {
    Array("{\"schemaVersion\":2,\"manifests\":[\(descriptors.joined(separator: ","))]}".utf8)
  }

  // MARK: Files

  /// The files of an OCI layout, by name.
  public func layoutFiles(index: [UInt8]? = nil) -> [(name: String, bytes: [UInt8])] {
    var files: [(String, [UInt8])] = [
      ("oci-layout", Array("{\"imageLayoutVersion\":\"1.0.0\"}".utf8)),
      ("index.json", index ?? Self.index([manifestDescriptor()])),
    ]
    for blob in [config, manifest] + layers.filter({ !$0.isAbsent }).map(\.blob) {
      let name = "blobs/sha256/\(Digest.sha256(of: blob).encoded)"
      if !files.contains(where: { $0.0 == name }) { files.append((name, blob)) }
    }
    return files
  }

  public func ociArchive() -> [UInt8] { Self.tar(layoutFiles()) }

  public enum DockerKind: Sendable, CaseIterable {
    /// `<id>/layer.tar`, a layer that comes twice as a symbolic link; `manifest.json` last.
    case legacy
    /// `<digest>.tar`, as skopeo, podman and buildah write it.
    case flat
    /// `blobs/sha256/`, with `index.json` beside `manifest.json`, as Docker 25 and later write it.
    case blobs
  }

  public func dockerArchive(_ kind: DockerKind = .legacy) -> [UInt8] {
    Self.tar(dockerFiles(kind), links: dockerLinks(kind))
  }

  public func dockerFiles(_ kind: DockerKind) -> [(name: String, bytes: [UInt8])] {
    let digest = Digest.sha256(of: config)
    var files: [(String, [UInt8])] = []
    var names: [String] = []
    var first: [Digest: String] = [:]
    for (index, layer) in layers.enumerated() {
      let name =
        switch kind {
        case .legacy: "id\(index)/layer.tar"
        case .flat: "\(layer.diffID.encoded).tar"
        case .blobs: "blobs/sha256/\(layer.digest.encoded)"
        }
      names.append(name)
      if first[layer.diffID] == nil, !layer.isAbsent {
        first[layer.diffID] = name
        files.append((name, layer.blob))
      }
    }
    let configName = kind == .blobs ? "blobs/sha256/\(digest.encoded)" : "\(digest.encoded).json"
    files.append((configName, config))
    if kind == .blobs {
      files.append(("blobs/sha256/\(Digest.sha256(of: manifest).encoded)", manifest))
      files.append(("index.json", Self.index([manifestDescriptor()])))
      files.append(("oci-layout", Array("{\"imageLayoutVersion\":\"1.0.0\"}".utf8)))
    }
    files.append(("manifest.json", Array("[\(dockerManifestEntry(configName, names))]".utf8)))
    return files
  }

  public func dockerManifestEntry(_ config: String, _ layers: [String]) -> String {
    let tags = names.map { "\"\($0)\"" }.joined(separator: ",")
    let list = layers.map { "\"\($0)\"" }.joined(separator: ",")
    return "{\"Config\":\"\(config)\",\"RepoTags\":[\(tags)],\"Layers\":[\(list)]}"
  }

  private func dockerLinks(_ kind: DockerKind) -> [(name: String, target: String)] {
    guard kind == .legacy else { return [] }
    return layers.indices.compactMap { index in
      let first = layers.firstIndex { $0.diffID == layers[index].diffID }!
      return first < index && !layers[first].isAbsent ? ("id\(index)/layer.tar", "../id\(first)/layer.tar") : nil
    }
  }

  /// A tar of files; links come before `manifest.json`, which comes last.
  public static func tar(
    _ files: [(name: String, bytes: [UInt8])], links: [(name: String, target: String)] = []
  ) -> [UInt8] {
    var tar = TarBuilder()
    for file in files where file.name != "manifest.json" { tar.file(file.name, file.bytes) }
    for link in links { tar.symlink(link.name, to: link.target) }
    for file in files where file.name == "manifest.json" { tar.file(file.name, file.bytes) }
    return tar.finished
  }
}
