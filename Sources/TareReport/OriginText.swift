import TareBytes
import TareDockerfile
import TareOrigins

/// What the reports say of lines of the Dockerfile, in one voice.
struct OriginText {
  let origins: Origins

  /// `38`, `26-31`; `?` behind a guess.
  static func lines(_ origin: Origin) -> String { lines(origin.lines) + (origin.confidence == .guess ? "?" : "") }

  static func lines(_ lines: ClosedRange<Int>) -> String {
    lines.count == 1 ? "\(lines.lowerBound)" : "\(lines.lowerBound)-\(lines.upperBound)"
  }

  /// `line 38 (deps-stage), through line 46; likely`.
  func sentence(_ origin: Origin) -> String {
    var text = (origin.lines.count == 1 ? "line " : "lines ") + Self.lines(origin.lines)
    if let stage = origin.stageName, origins.file.dockerfile.stages.count > 1 { text += " in \(EscapedText.printable(stage))" }
    if let through = origin.through { text += ", through line \(Self.lines(through))" }
    return text + " (\(origin.confidence.rawValue))"
  }

  /// How well the file fits, in one line; names the file.
  var match: String {
    let name = EscapedText.printable(origins.file.name)
    let alignment = origins.alignment
    switch origins.file.choice {
    case .reconstructed: return "lines of a file made of the image's history; its own Dockerfile, named with -f, says more"
    case .named, .found: break
    }
    let mapped = alignment.lines.count { $0 != nil }
    switch alignment.match {
    case .whole: return "lines of \(name): it fits the whole history"
    case .part:
      let missing = alignment.unmatched.count
      let rest = missing == 0 ? "" : missing == 1 ? "; 1 instruction has no row" : "; \(missing) instructions have no row"
      return "lines of \(name): it fits a part of the history (\(mapped) rows have a line\(rest)): one of them has changed since"
    case .other: return "\(name) is not what this image was built from: its lines do not fit the history"
    }
  }
}

/// `ORIGIN` of the contract.
struct OriginJSON {
  let origins: Origins?

  func write(_ key: String, _ origin: Origin?, _ json: inout JSONWriter) {
    guard origins != nil, let origin else { return json.key(key, String?.none) }
    json.key(key) { row(origin, &$0) }
  }

  func row(_ origin: Origin, _ json: inout JSONWriter) {
    guard let file = origins?.file else { return }
    json.row { json in
      json.key("file", file.choice == .reconstructed ? nil : EscapedText.printable(file.name))
      json.key("startLine", origin.lines.lowerBound)
      json.key("endLine", origin.lines.upperBound)
      json.key("stage", origin.stageName ?? "\(origin.stage)")
      json.key("confidence", origin.confidence.rawValue)
      if let through = origin.through { json.key("through", through.lowerBound) }
    }
  }

  /// The Dockerfile itself, and how well it fits.
  func writeFile(_ json: inout JSONWriter) {
    guard let origins else { return json.key("dockerfile", String?.none) }
    json.key("dockerfile") { json in
      json.row { json in
        json.key("file", EscapedText.printable(origins.file.name))
        json.key("choice", origins.file.choice.rawValue)
        json.key("match", origins.alignment.match.rawValue)
      }
    }
  }

  func write(declaration: DeclarationPlace?, _ json: inout JSONWriter) {
    guard let declaration else { return json.key("declared", String?.none) }
    json.key("declared") { json in
      json.row { json in
        json.key("file", EscapedText.printable(declaration.file))
        json.key("line", declaration.line)
        json.key("text", EscapedText.printable(declaration.text))
        json.key("inImage", declaration.isInImage)
      }
    }
  }
}
