import ArgumentParser
import TareBytes
import TareReport
import TareTree

/// `tare ls IMAGE [PATH]`.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls",
    abstract: "List files with their sizes: of the final image, or of what one layer did.",
    discussion: """
      Of the image, the mark is ~ where some of what lay there is dead, and - where
      nothing is left of it. With --layer it says what the layer did: + added,
      ~ changed, - hid; KILLS is what it made dead of the layers below.
      FILES counts contents: several hard links are one.

      EXAMPLES
        tare ls app.tar                     the root directory
        tare ls app.tar /usr/lib            a directory, with what is dead in it
        tare ls app.tar --layer 7 -r        every path that layer 7 touched
      """)

  @OptionGroup var image: ImageOptions

  @Argument(help: "A directory or file of the image.")
  var path = "/"

  @Option(help: "What this layer did, by its number in the table.")
  var layer: Int?

  @Flag(name: .shortAndLong, help: "Everything below, not only the next level.")
  var recursive = false

  @Flag(help: "Exact bytes instead of SI units.")
  var bytes = false

  func run() throws {
    let weighing = try image.weigh()
    let row = try ImageOptions.checked(layer, in: weighing)
    var number: Int?
    if let row {
      number = weighing.rows[row].layer
      guard number != nil else { throw CommandError("--layer \(row): there is no layer for this record") }
    }
    if let row, weighing.rows[row].isAbsent { throw CommandError("--layer \(row): the layer is absent") }
    // What another listing printed with escapes can be typed as it stands.
    let found = [Array(path.utf8), EscapedText.unescaped(path)].lazy.compactMap {
      weighing.listing(of: $0, layer: number, recursive: recursive)
    }
    guard let listing = found.first else { throw CommandError("\(image.image): nothing at \(path), in no layer") }
    var options = ReportOptions.forConsole(bytes: bytes)
    options.layer = row
    try Console.write(ListingReport(listing, of: weighing, options: options).render())
  }
}
