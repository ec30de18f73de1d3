import TareBytes
import TareFindings
import TareOrigins

/// Where reports that speak of files say that something is.
struct FindingPlace: Hashable {
  /// The Dockerfile as the user named it, or the name of the image.
  var file: String
  /// From 1; line 1 of an image, which has no lines.
  var lines: ClosedRange<Int>
  /// The origin that the lines come from; nil for an image, and for a stage as a whole.
  var origin: Origin?
  var isImage: Bool

  /// Below the directory of the repository: without `./`, and with `a/../` resolved.
  static func relative(_ path: String) -> String {
    let isAbsolute = path.hasPrefix("/")
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else if part != ".." || !isAbsolute {
        parts.append(part)
      }
    }
    return (isAbsolute ? "/" : "") + parts.joined(separator: "/")
  }
}

/// Places of findings and of checks, the one to change first.
struct FindingPlaces {
  let examination: Examination
  let options: ReportOptions

  /// Never empty. A finding about the image as a whole is at the FROM of the stage that the image is.
  func places(of finding: Finding) -> [FindingPlace] {
    places(examination.context.origins(of: finding))
  }

  /// Of rows of the image's table; never empty.
  func places(ofRows rows: [Int]) -> [FindingPlace] {
    guard let origins = examination.origins else { return [image] }
    return places(rows.compactMap { origins.rows.indices.contains($0) ? origins.rows[$0] : nil })
  }

  private func places(_ found: [Origin]) -> [FindingPlace] {
    guard let origins = examination.origins, origins.alignment.match != .other, origins.file.choice != .reconstructed else {
      return [image]
    }
    let file = FindingPlace.relative(EscapedText.printable(origins.file.name))
    var places: [FindingPlace] = []
    for origin in found where !places.contains(where: { $0.lines == origin.lines }) {
      places.append(FindingPlace(file: file, lines: origin.lines, origin: origin, isImage: false))
    }
    guard places.isEmpty else { return places }
    let dockerfile = origins.file.dockerfile
    let stage = origins.alignment.stages.last.map { dockerfile.stages[$0] } ?? dockerfile.stages.last
    guard let stage else { return [image] }
    return [FindingPlace(file: file, lines: dockerfile.lines(of: stage.from.range), origin: nil, isImage: false)]
  }

  private var image: FindingPlace {
    FindingPlace(file: ImageName.stable(examination.analysis.weighing, options), lines: 1...1, origin: nil, isImage: true)
  }
}
