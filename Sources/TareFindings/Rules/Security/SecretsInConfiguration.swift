import TareOCI
import TareOwners

/// Secrets in `ENV`, in build arguments, and in the history of the image.
///
/// The configuration of an image can be read without a container: `docker inspect` shows `ENV`, and `docker history` shows
/// every `RUN` line with the values of the `ARG`s that it was given. Give secrets to a build step by
/// `RUN --mount=type=secret`, and to a container when it starts (`docker run --env-file`, secrets of the orchestrator). Then
/// make a new one: the old one is out.
///
/// A value counts where it has the shape of a token, where it is an address with a password in it, or where its name is a
/// secret's (`…_TOKEN`, `…_PASSWORD`, `…_SECRET`, `…_API_KEY`) and it is neither empty nor a path nor a placeholder. What
/// the base sets is the base's.
struct SecretsInConfiguration: Rule {
  static let name = "secrets-in-configuration"
  static let family = RuleFamily.security
  static let summary = "Secrets in ENV, build arguments and the image's history"

  private struct Found {
    /// `ENV GITHUB_TOKEN`.
    var place: String
    var kind: String
    var row: Int?
    var severity: Severity
  }

  func findings(in context: RuleContext) -> RuleOutcome {
    var found: [Found] = []
    let rows = context.weighing.rows
    // The base's own records say nothing of this image.
    let first = rows.firstIndex { row in row.layer.map { $0 >= context.ownership.base.layers } ?? false } ?? 0
    let last = first > 0 ? (rows[..<first].lastIndex { $0.layer != nil } ?? -1) : -1
    var ofBase: Set<String> = []
    for row in rows.indices {
      let text = rows[row].record?.createdBy ?? ""
      if context.ownership.base.layers > 0, row <= last {
        ofBase.formUnion(Self.assignments(text).map { "\($0.name)=\($0.value)" })
        continue
      }
      found += Self.look(text, row)
    }
    for variable in context.config?.environment ?? [] where !ofBase.contains(variable) {
      guard let equals = variable.firstIndex(of: "=") else { continue }
      let name = String(variable[..<equals])
      guard !found.contains(where: { $0.place == "ENV \(name)" }) else { continue }
      if let (kind, severity) = Self.kind(name, String(variable[variable.index(after: equals)...])) {
        found.append(Found(place: "ENV \(name)", kind: kind, row: nil, severity: severity))
      }
    }
    guard !found.isEmpty else {
      return .nothing(because: "no variable, build argument or history record holds what looks like a secret")
    }
    return .findings(found.map { finding($0, context) })
  }

  private func finding(_ found: Found, _ context: RuleContext) -> Finding {
    let place = found.row.map { ", layer \($0)" } ?? ""
    var finding = Finding(
      key: found.place, title: "\(found.kind.prefix(1).uppercased() + found.kind.dropFirst()) in \(found.place)", claim: Claim(),
      evidence: ["docker \(found.place.hasPrefix("ENV") ? "inspect" : "history") shows it\(place)"], effort: .oneLine,
      risk: Risk(.low, "what reads the variable must be given it another way"),
      fixes: [
        Finding.Fix(
          found.place.hasPrefix("ENV")
            ? "take it out of the Dockerfile and give it to the container when it starts (--env-file, a secret of the orchestrator)"
            : "give it to the step by RUN --mount=type=secret,id=… instead of an argument or the text of the line"),
        Finding.Fix("make a new secret and withdraw the old one"),
      ], rows: found.row.map { [$0] } ?? [])
    finding.severityOfItsOwn = found.severity
    return finding
  }

  private static func look(_ text: String, _ row: Int) -> [Found] {
    var found: [Found] = []
    let isVariable = text.hasPrefix("ENV ") || text.contains("#(nop) ENV ") || text.contains("#(nop)  ENV ")
    var seen: Set<String> = []
    for (name, value) in assignments(text) {
      guard let (kind, severity) = kind(name, value), seen.insert(name).inserted else { continue }
      found.append(Found(place: "\(isVariable ? "ENV" : "ARG") \(name)", kind: kind, row: row, severity: severity))
    }
    guard found.isEmpty else { return found }
    var copy = text
    if let token = copy.withUTF8({ SecretShapes.tokens(in: UnsafeRawBufferPointer($0)).first }) {
      found.append(Found(place: "the text of an instruction (\(row))", kind: token.kind + start(token), row: row, severity: .high))
    }
    return found
  }

  /// Of `ENV`, of `ARG`, and of what BuildKit and the classic builder write before a command: `|1 TOKEN=x /bin/sh -c …`.
  private static func assignments(_ text: String) -> [(name: String, value: String)] {
    var words = text.split { $0.isWhitespace }[...]
    while let first = words.first, ["/bin/sh", "-c", "#(nop)", "RUN"].contains(first) { words = words.dropFirst() }
    guard let first = words.first else { return [] }
    if first == "ENV" || first == "ARG" {
      words = words.dropFirst()
    } else if first.first == "|", let count = Int(first.dropFirst()), count > 0 {
      words = words.dropFirst().prefix(min(count, 10_000))
    } else {
      return []
    }
    return words.compactMap { word in
      word.firstIndex(of: "=").map { (String(word[..<$0]), String(word[word.index(after: $0)...])) }
    }
  }

  /// What a value is; nil for one that is no secret.
  static func kind(_ name: String, _ value: String) -> (String, Severity)? {
    var copy = value
    return copy.withUTF8 { bytes in
      let text = UnsafeRawBufferPointer(bytes)
      if let token = SecretShapes.tokens(in: text).first { return (token.kind + start(token), .high) }
      if SecretShapes.privateKey(in: text) != nil { return ("a private key", .high) }
      if CredentialFiles.hasPasswordInAddress(text) { return ("an address with a password", .medium) }
      if SecretNames.isSecret(name), SecretNames.isValue(value) { return ("a value that its name calls secret", .medium) }
      return nil
    }
  }

  private static func start(_ token: SecretShapes.Match) -> String { token.start.count >= 3 ? " (\(token.start)…)" : "" }
}
