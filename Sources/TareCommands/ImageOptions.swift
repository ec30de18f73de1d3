import ArgumentParser
import TareBytes
import TareFindings
import TareLayers
import TareOCI
import TareOwners
import TareReach
import TareSource
import TareTree

/// Which image, and how it is read: shared by all commands that read one.
struct ImageOptions: ParsableArguments {
  @Argument(
    help: "A saved image: a docker-archive or an OCI layout, as a tar (plain, .gz, .zst) or a directory; - for standard input.")
  var image: String

  @OptionGroup var reading: ReadingOptions

  /// Reads and weighs the image; for what needs no owners.
  func weigh() throws -> Weighing {
    try read { loaded in try Weigher.weigh(loaded) { try ContentHashing(loaded).hashes(of: $0) } }
  }

  /// Reads the image and finds out whose every byte is.
  func analyse() throws -> Analysis { try analyse { try Analysis($0) } }

  /// The same, for who needs the image itself too.
  func analyse<Result>(_ body: (LoadedImage<LayerScan>) throws -> Result) throws -> Result {
    try read(catching: PackageCatching(others: RuleFiles.wants), body)
  }

  private func read<Result>(
    catching: (any ContentCatching)? = nil, _ body: (LoadedImage<LayerScan>) throws -> Result
  ) throws -> Result {
    if ImageLocation(image) == .standardInput, Console.inputIsTerminal {
      throw CommandError("standard input is a terminal; type: docker save NAME | tare -")
    }
    let counter = ProgressCounter()
    let line = reading.quiet || !Console.errorIsTerminal ? nil : ProgressLine(counter)
    line?.start()
    defer { line?.stop() }
    let selection = ImageSelection(image: reading.name, platform: reading.platform.flatMap { Platform($0) })
    return try body(
      try LayerLoader.load(
        ImageLocation(image), selecting: selection, verify: reading.verify, catching: catching, progress: counter))
  }

  /// The packages that a name on the command line stands for.
  func packages(named name: String, in analysis: Analysis) throws -> [Int32] {
    let query = PackageQuery(name)
    let found = query.matches(in: analysis.ownership)
    guard found.isEmpty else { return found }
    let near = query.suggestions(in: analysis.ownership)
    let hint = near.isEmpty ? "tare packages \(ShellWord.quoted(image)) lists all" : "there is \(near.joined(separator: ", "))"
    throw CommandError("\(image): no package named \(name); \(hint)")
  }

  /// The row that `--layer` names.
  static func checked(_ row: Int?, in weighing: Weighing) throws -> Int? {
    guard let row else { return nil }
    guard weighing.rows.indices.contains(row) else {
      throw CommandError("--layer \(row): the image has layers 0 to \(weighing.rows.count - 1)")
    }
    return row
  }
}

/// How an image is read.
struct ReadingOptions: ParsableArguments {
  @Option(name: .customLong("image"), help: "Which image, where there are several: a name or a digest.")
  var name: String?

  @Option(help: "Which platform, as os/arch[/variant]. Default: the host's, else the only one.")
  var platform: String?

  @Flag(help: "Read plain layers in full and check their digests. Compressed layers, and standard input, are always checked.")
  var verify = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    if let platform, Platform(platform) == nil {
      throw ValidationError(
        "--platform is of the form os/arch[/variant], as linux/arm64; \(EscapedText.printable(platform)) is not")
    }
  }
}

/// Something asked for that cannot be had.
struct CommandError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
