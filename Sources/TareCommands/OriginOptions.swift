import ArgumentParser
import Glibc
import TareBytes
import TareDockerfile
import TareLayers
import TareOCI
import TareOrigins
import TareOwners
import TareReach
import TareSource
import TareTree

/// Which Dockerfile an image is held against.
struct OriginOptions: ParsableArguments {
  @Option(
    name: .customShort("f"),
    help: ArgumentHelp(
      "The Dockerfile that the image was built from. Default: ./Dockerfile, where it fits the history.", valueName: "dockerfile"))
  var file: String?

  @Option(help: "The directory that it was built in. Default: where the Dockerfile lies.")
  var context: String?

  @Option(help: "The stage that was built, by name or number. Default: the one that fits best.")
  var target: String?

  @Option(
    help: ArgumentHelp(
      "The image that it was built on: settles where the base ends, by its layers' digests.", valueName: "image"))
  var base: String?

  private static let limit = 16 << 20

  /// The file and its alignment with the history; nil where none is named and none fits.
  /// - Throws: `CommandError` for a file that cannot be read.
  func choose(_ image: LoadedImage<LayerScan>) throws -> Chosen? {
    if let context, BuildDirectory(context) == nil {
      throw CommandError("\(EscapedText.printable(context)): is no directory that can be read; --context takes the build context")
    }
    if let file {
      let dockerfile = try Self.parse(file)
      if let target, dockerfile.stages.allSatisfy({ $0.name != target.lowercased() }),
        !(Int(target).map { dockerfile.stages.indices.contains($0) } ?? false)
      {
        throw CommandError("\(EscapedText.printable(file)): has no stage \(EscapedText.printable(target))")
      }
      return chosen(dockerfile, file, .named, image)
    }
    for name in Self.usualNames {
      guard access(name, R_OK) == 0, let dockerfile = try? Self.parse(name) else { continue }
      let found = chosen(dockerfile, name, .found, image)
      if found.alignment.match != .other { return found }
    }
    if let target { throw CommandError("--target \(EscapedText.printable(target)): no Dockerfile is used; name it with -f") }
    return nil
  }

  private static let usualNames = ["Dockerfile", "Containerfile"]

  /// The one that lies where the command is run, if any; whether it fits is another question.
  static var foundName: String? { usualNames.first { access($0, R_OK) == 0 } }

  /// The build context of a Dockerfile.
  func directory(of name: String) -> String { context ?? (name.contains("/") ? String(name[...name.lastIndex(of: "/")!]) : ".") }

  /// A Dockerfile, and which of its lines made which rows.
  struct Chosen {
    var file: BuildFile
    var alignment: HistoryAlignment
  }

  private func chosen(_ dockerfile: Dockerfile, _ name: String, _ choice: BuildFile.Choice, _ image: LoadedImage<LayerScan>)
    -> Chosen
  {
    let directory = directory(of: name)
    let file = BuildFile(
      name: name, dockerfile: dockerfile, choice: choice, context: BuildDirectory(directory),
      ignoreFile: Self.ignoreFile(of: name, in: directory))
    let provenance = image.provenance
    let alignment = HistoryAlignment(
      image.config.history ?? [], dockerfile, target: target ?? provenance?.target,
      environment: image.config.config?.environment ?? [])
    guard let provenance else { return Chosen(file: file, alignment: alignment) }
    // The builder's own word beats what texts tell.
    let attested = alignment.applying(
      provenance, dockerfile, rows: image.rows, blobs: image.layers.compactMap(\.digest), diffIDs: image.layers.compactMap(\.diffID)
    )
    return Chosen(file: file, alignment: attested)
  }

  /// The one that is named for the Dockerfile comes before the context's.
  private static func ignoreFile(of dockerfile: String, in directory: String) -> IgnoreFile? {
    let folder = directory == "." ? "" : directory.hasSuffix("/") ? directory : directory + "/"
    for name in [dockerfile + ".dockerignore", folder + ".dockerignore"] where access(name, F_OK) == 0 {
      return BuildDirectory.read(name, limit: limit).map { IgnoreFile(name: name, source: $0) }
    }
    return IgnoreFile(name: folder + ".dockerignore", source: nil)
  }

  /// Where the base ends, by all that is known.
  /// - Throws: `CommandError` when the image was not built on the one that `--base` names.
  func baseEnd(_ image: LoadedImage<LayerScan>, _ chosen: Chosen?) throws -> BaseEnd {
    var given: ImageConfig?
    if let base {
      let loaded = try LayerLoader.load(ImageLocation(base))
      given = loaded.config
      guard BaseEnd.layers(of: loaded.config.diffIDs, in: image.config.diffIDs) != nil else {
        throw CommandError(
          "\(EscapedText.printable(base)): its layers are not the lowest of this image; it was built on another one")
      }
    }
    return BaseEnd(
      image.rows, base: given, alignment: chosen.flatMap { $0.alignment.match == .other ? nil : $0.alignment },
      labels: image.config.config?.labels ?? [:], annotations: image.annotations)
  }

  /// - Throws: `CommandError` with the place of what is wrong.
  static func parse(_ name: String) throws -> Dockerfile {
    let shown = EscapedText.printable(name)
    guard access(name, R_OK) == 0 else { throw CommandError("\(shown): \(String(cString: strerror(errno)))") }
    guard let source = BuildDirectory.read(name, limit: limit) else {
      throw CommandError("\(shown): cannot be read as a Dockerfile; it is a directory, or larger than 16 MiB")
    }
    do {
      return try Dockerfile(parsing: source)
    } catch {
      throw CommandError("\(shown): \(error)")
    }
  }
}

extension LoadedImage {
  /// What the builder attests of the build, where that can be read.
  var provenance: BuildProvenance? {
    let statement = statements.first { BuildProvenance.predicateTypes.contains($0.predicateType) }
    return statement.flatMap { try? BuildProvenance(parsing: $0.bytes) }
  }
}

extension ImageOptions {
  /// Reads the image and finds out whose its bytes are, and which lines they came from.
  /// - Parameter reconstructs: whether a Dockerfile is made of the history where there is none.
  func trace(_ options: OriginOptions, reconstructs: Bool = false) throws -> (analysis: Analysis, origins: Origins?) {
    try analyse { try Self.traced($0, options, reconstructs: reconstructs) }
  }

  static func traced(
    _ image: LoadedImage<LayerScan>, _ options: OriginOptions, reconstructs: Bool = false
  ) throws -> (Analysis, Origins?) {
    var chosen = try options.choose(image)
    let end = try options.baseEnd(image, chosen)
    if chosen == nil, reconstructs, let made = try? Reconstruction(image.config.history ?? [], base: end) {
      chosen = OriginOptions.Chosen(
        file: BuildFile(name: "history", dockerfile: made.dockerfile, choice: .reconstructed), alignment: made.alignment)
    }
    // What the shape of the history tells, the analysis sees by itself.
    let isKnown = [.layers, .dockerfile, .builder].contains(end.evidence)
    let analysis = try Analysis(image) { _ in
      guard isKnown else { return nil }
      return BaseLayers(
        rows: end.rows, layers: end.layers, name: end.name,
        confidence: BaseLayers.Confidence(rawValue: end.confidence.rawValue) ?? .guess)
    }
    let origins = chosen.map {
      Origins(analysis, $0.file, $0.alignment, environment: image.config.config?.environment ?? [])
    }
    return (analysis, origins)
  }
}
