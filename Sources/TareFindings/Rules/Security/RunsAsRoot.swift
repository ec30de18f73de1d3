import TareOwners
import TareTree

/// Containers of the image run as root.
///
/// Without `USER`, or with `USER 0`, every process of a container is root within it: a hole in the program can change each of
/// its files, and whatever is mounted. Add a user in the instruction that sets the image up (`useradd --system app`), give it
/// what it must write (`COPY --chown=app`), and end with `USER app`. Where the image has no shell to run that with, a number does
/// it, which needs no line in `/etc/passwd`: `USER 65532:65532`.
///
/// An image whose entry script steps down to another user itself (`gosu`, `su-exec`, `setpriv`, `runuser`) is no finding.
struct RunsAsRoot: Rule {
  static let name = "runs-as-root"
  static let family = RuleFamily.security
  static let summary = "No USER, or USER 0: containers run as root"

  static let steppers: Set<String> = ["gosu", "su-exec", "setpriv", "runuser", "s6-setuidgid", "chpst", "setuidgid", "su"]

  func findings(in context: RuleContext) throws -> RuleOutcome {
    let user = try RunUser(context)
    guard user.isRoot else { return .nothing(because: "USER is \(user.name)") }
    let programs = Programs(context.tree, context.config).all
    guard !programs.isEmpty else { return .nothing(because: "the image runs nothing by itself") }
    if let stepper = try Self.stepper(programs, context) {
      return .nothing(because: "what it starts steps down to another user: \(stepper)")
    }
    var finding = Finding(
      key: "user", title: "Containers run as root", claim: Claim(),
      evidence: [
        user.name.isEmpty ? "there is no USER" : "USER is \(user.name)",
        "\(programs[0].reason) starts \(context.text(programs[0].path))",
      ], effort: .oneLine,
      risk: Risk(.low, "what the program writes outside of its own directories, or a port below 1024 on old kernels, is refused"),
      fixes: [Self.fix(context)], rows: [])
    finding.severityOfItsOwn = .low
    return .findings([finding])
  }

  /// By what the image has to make a user with.
  private static func fix(_ context: RuleContext) -> Finding.Fix {
    func has(_ name: String) -> Bool {
      ["/bin", "/usr/bin", "/sbin", "/usr/sbin"].contains { context.find("\($0)/\(name)") != nil }
    }
    guard has("sh") else {
      return Finding.Fix(
        "add USER 65532:65532 before CMD: a number needs no line in /etc/passwd, and there is no shell to add one with")
    }
    if has("useradd") {
      return Finding.Fix(
        "add a user (useradd --system --uid 10001 app) and, as the last line before CMD, USER app",
        diff: context.diff { (draft) throws(NoSoundEdit) in try draft.runAsUser() })
    }
    if has("adduser") {
      return Finding.Fix("add a user (adduser -S -u 10001 app) and, as the last line before CMD, USER app")
    }
    return Finding.Fix("add USER 65532:65532 before CMD: a number needs no line in /etc/passwd")
  }

  private static func stepper(_ programs: [Programs.Program], _ context: RuleContext) throws -> String? {
    if let name = steppers.intersection(StartedPrograms.names(context)).min() { return name }
    let words = NamedWords(steppers)
    for program in programs {
      guard let file = context.file(at: program.path), context.entry(of: file.content)?.magic == .script, file.size <= 64 << 10,
        let text = try context.bytes(of: file.content)
      else { continue }
      var found: String?
      words.look(text, as: .script) { word, _ in found = found ?? String(decoding: word, as: UTF8.self) }
      if let found { return "\(found) in \(context.text(program.path))" }
    }
    return nil
  }
}
