import ArgumentParser
import TareReport
import TareTree

/// `tare ls IMAGE [PATH]`.
struct List: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ls",
    abstract: "List files with their sizes: of the final image, or of what one layer did.",
    discussion: """
      Of the image, the mark is ~ where some of what lay there is dead, and - where nothing is left of it.
      With --layer it says what the layer did: + added, ~ changed, - hid.

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
      guard number != nil else { throw CommandError("--layer \(row): this record made no layer") }
    }
    guard let listing = weighing.listing(of: Array(path.utf8), layer: number, recursive: recursive) else {
      throw CommandError("\(image.image): nothing at \(path), in no layer")
    }
    var options = ReportOptions()
    options.exactBytes = bytes
    options.layer = row
    options.colour = Console.wantsColour
    options.width = Console.width
    try Console.write(ListingReport(listing, of: weighing, options: options).render())
  }
}
