public import ArgumentParser
import TareBytes
import TareReach
public import TareReport

/// `tare packages IMAGE [PACKAGE …]`.
struct Packages: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "List every package: its own bytes, what it keeps in the image, why it is there.",
    discussion: """
      With packages named it says what would go if these went, each alone and all
      together, or what needs them. A name may carry its ecosystem and version:
      gcc, deb:gcc, pypi/torch, torch@2.13.0.

      EXAMPLES
        tare packages app.tar                  all of them, by what they keep
        tare packages app.tar --sort own       by the bytes of their own files
        tare packages app.tar gcc g++          what these two retain together
        tare packages app.tar --format json
      """)

  @OptionGroup var image: ImageOptions

  @Argument(help: "Packages that would go.")
  var packages: [String] = []

  @Option(help: "By what is kept, own bytes, layer or name.")
  var sort = PackageReport.Order.retained

  @OptionGroup var answer: AnswerOptions

  func run() throws {
    let analysis = try image.analyse()
    let sets = try packages.map { name in
      (name: name, packages: try image.packages(named: name, in: analysis))
    }
    let report = PackageReport(analysis, sets: sets, order: sort, options: answer.report)
    try answer.write(terminal: report.render, json: report.renderJSON)
  }
}

extension PackageReport.Order: ExpressibleByArgument {}
