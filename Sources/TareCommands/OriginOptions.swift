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

  private static let limit = 16 << 20

  /// The file and its alignment with the history; nil where none is named and none fits.
  /// - Throws: `CommandError` for a file that cannot be read.
  func choose(_ image: LoadedImage<LayerScan>) throws -> Chosen? {
    if let file {
      let dockerfile = try parse(file)
      if let target, dockerfile.stages.allSatisfy({ $0.name != target.lowercased() }),
        !(Int(target).map { dockerfile.stages.indices.contains($0) } ?? false)
      {
        throw CommandError("\(EscapedText.printable(file)): has no stage \(EscapedText.printable(target))")
      }
      return chosen(dockerfile, file, .named, image)
    }
    for name in ["Dockerfile", "Containerfile"] {
      guard access(name, R_OK) == 0, let dockerfile = try? parse(name) else { continue }
      let found = chosen(dockerfile, name, .found, image)
      if found.alignment.match != .other { return found }
    }
    return nil
  }

  struct Chosen {
    var file: BuildFile
    var alignment: HistoryAlignment

    /// Where the base ends, when the file tells.
    func base(_ weighing: Weighing) -> BaseLayers? {
      guard alignment.match != .other, let rows = alignment.baseRows else { return nil }
      let confidence = BaseLayers.Confidence(rawValue: alignment.baseConfidence.rawValue) ?? .guess
      return BaseLayers(
        rows: rows, layers: weighing.rows.count { $0.layer != nil && $0.index < rows },
        name: alignment.baseName.map { String(decoding: $0, as: UTF8.self) }, confidence: confidence)
    }
  }

  private func chosen(_ dockerfile: Dockerfile, _ name: String, _ choice: BuildFile.Choice, _ image: LoadedImage<LayerScan>) -> Chosen {
    let directory = context ?? (name.contains("/") ? String(name[...name.lastIndex(of: "/")!]) : ".")
    let file = BuildFile(name: name, dockerfile: dockerfile, choice: choice, context: BuildDirectory(directory))
    let alignment = HistoryAlignment(
      image.config.history ?? [], dockerfile, target: target, environment: image.config.config?.environment ?? [])
    return Chosen(file: file, alignment: alignment)
  }

  private func parse(_ name: String) throws -> Dockerfile {
    let shown = EscapedText.printable(name)
    guard access(name, R_OK) == 0 else { throw CommandError("\(shown): \(String(cString: strerror(errno)))") }
    guard let source = BuildDirectory.read(name, limit: Self.limit) else {
      throw CommandError("\(shown): cannot be read as a Dockerfile; it is a directory, or larger than 16 MiB")
    }
    do {
      return try Dockerfile(parsing: source)
    } catch {
      throw CommandError("\(shown): \(error)")
    }
  }
}

extension ImageOptions {
  /// Reads the image and finds out whose its bytes are, and which lines they came from.
  func trace(_ options: OriginOptions) throws -> (analysis: Analysis, origins: Origins?) {
    try analyse { image in
      let chosen = try options.choose(image)
      return try Self.traced(image, chosen)
    }
  }

  static func traced(_ image: LoadedImage<LayerScan>, _ chosen: OriginOptions.Chosen?) throws -> (Analysis, Origins?) {
    let analysis = try Analysis(image) { chosen?.base($0) }
    let origins = chosen.map {
      Origins(analysis, $0.file, $0.alignment, environment: image.config.config?.environment ?? [])
    }
    return (analysis, origins)
  }
}
