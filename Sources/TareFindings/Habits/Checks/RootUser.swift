import TareBytes
import TareDockerfile

/// No USER that is not root at the end of the image's stages.
struct RootUser: HabitCheck {
  let rules = ["runs-as-root"]

  func habits(in text: BuildText) -> HabitOutcome {
    let layers = text.layers
    let last = layers.last { $0.keyword == .user }
    let name = last.flatMap { user in user.instruction.words.first.map { (try? user.scope.environment?.expand($0)) ?? $0.bytes } }
      .map { String(decoding: $0.prefix { $0 != 0x3a }, as: UTF8.self) }
    if let name, !["root", "0", ""].contains(name) { return .nothing(because: "USER is \(EscapedText.printable(name))") }
    if let stepper = stepper(text) { return .nothing(because: "what it starts may step down to another user: \(stepper)") }
    guard layers.contains(where: { $0.keyword == .cmd || $0.keyword == .entrypoint }) else {
      return .nothing(because: "the text says neither what the image runs nor as whom; the base's own user and command hold")
    }
    let place = last ?? layers.last { $0.keyword == .cmd || $0.keyword == .entrypoint }
    guard let place else { return .nothing(because: "the stage is empty") }
    let isScratch = text.graph.origins[text.chain[0]] == .scratch
    return .habits([
      Habit(
        rules[0], at: place, name == nil ? "no USER: containers run as root" : "USER \(name ?? "") is root",
        fix: "add a user and end with USER app",
        unless: name == nil && !isScratch
          ? "the base, \(EscapedText.printable(text.dockerfile.stages[text.chain[0]].base)), sets one" : nil)
    ])
  }

  /// gosu and its like: in the words that start the image, among its packages, or in a script that the context has.
  private func stepper(_ text: BuildText) -> String? {
    if let name = RunsAsRoot.steppers.intersection(text.started).min() { return name }
    for instruction in text.layers {
      for command in instruction.commands {
        if let action = command.action, action.kind == .install,
          let name = Words.names(action).first(where: { RunsAsRoot.steppers.contains($0) && $0 != "su" })
        {
          return name
        }
      }
    }
    let started = Set(text.started)
    for instruction in text.layers {
      for landed in instruction.copy?.files ?? [] where landed.file.size <= 64 << 10 {
        let name = String(decoding: landed.file.path.split(separator: 0x2f).last ?? [], as: UTF8.self)
        guard started.contains(name), let script = text.context?.read(landed.file.path, 64 << 10), script.starts(with: "#!".utf8)
        else { continue }
        let words = Set(
          String(decoding: script, as: UTF8.self).split { !($0.isLetter || $0.isNumber || $0 == "-") }.map(String.init))
        if let found = RunsAsRoot.steppers.subtracting(["su"]).intersection(words).min() { return "\(name) names \(found)" }
      }
    }
    return nil
  }
}
