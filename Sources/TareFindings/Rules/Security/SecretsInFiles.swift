import TareOwners
import TareTree

/// Private keys, credentials and tokens in files of the image, in any of its layers.
///
/// Whoever can pull an image can read every layer of it, a file that a later instruction deletes no less than the others. Take
/// the file out of the build context (`.dockerignore`), give it to the one build step that needs it
/// (`RUN --mount=type=secret,id=npmrc,target=/root/.npmrc`), mount it when the container starts, and make a new secret: the old
/// one is out with every copy of the image.
///
/// Looked at are files that no package and no base brought: private keys by what is in them (certificates and public keys are
/// none), `.env`, `.npmrc`, `.pypirc`, `.netrc`, `.aws/credentials`, `.docker/config.json` and their like where there is a
/// secret in them, and small texts for tokens with a shape that their issuer gives them. What was found is named and never
/// shown: the first characters, where the issuer puts them there, tell which one it is.
///
/// Of layers that are stored compressed only what was kept as they passed can be read; how many files that leaves is said.
struct SecretsInFiles: Rule {
  static let name = "secrets-in-files"
  static let family = RuleFamily.security
  static let summary = "Private keys, credentials and tokens in any layer, deleted ones too"

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let search = try SecretSearch(context)
    let rest = search.unread > 0 ? "; \(context.counted(search.unread, "file")) of compressed layers could not be read" : ""
    guard !search.found.isEmpty else {
      return .nothing(
        because: "\(context.counted(search.read, "file")) of the image's own hold none that is known by its shape\(rest)")
    }
    let groups = Dictionary(grouping: search.found) { context.row(ofLayer: context.ownership.firstWriters[Int($0.content)]) }
    return .findings(groups.sorted { $0.key < $1.key }.map { finding($0.key, $0.value, rest, context) })
  }

  private func finding(_ row: Int, _ found: [SecretSearch.Found], _ rest: String, _ context: RuleContext) -> Finding {
    var evidence = found.prefix(8).map { each in
      let content = context.tree.contents[Int(each.content)]
      let killer =
        content.isLive ? "" : ", deleted or replaced by \(context.place(layer: content.killer)) and readable all the same"
      return "\(each.text) in \(context.text(content.path))\(killer)"
    }
    if found.count > 8 { evidence.append("and \(found.count - 8) more") }
    if !rest.isEmpty { evidence.append(String(rest.dropFirst(2))) }
    let first = found[0]
    let path = context.text(context.tree.contents[Int(first.content)].path)
    let isCopied = ["COPY", "ADD"].contains(context.keyword(ofRow: row) ?? "")
    var finding = Finding(
      key: "\(row)",
      title: found.count == 1
        ? "\(first.title): \(path)" : "\(context.counted(found.count, "file")) with secrets in \(context.place(row: row))",
      claim: Claim(), evidence: evidence, effort: .oneLine,
      risk: Risk(.medium, "a program that reads the secret from the image fails until it is mounted"),
      fixes: [
        Finding.Fix(
          isCopied
            ? "keep \(path) out of \(context.place(row: row)) with .dockerignore, and mount it when the container starts"
            : "give \(path) to \(context.place(row: row)) by RUN --mount=type=secret, so that no layer holds it"),
        Finding.Fix("make a new secret and withdraw the old one: it is in every copy of the image"),
      ], rows: [row])
    finding.severityOfItsOwn = found.map(\.severity).max() ?? .medium
    return finding
  }
}
