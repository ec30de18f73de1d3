import TareBytes
import TareDockerfile

/// Variables that name a directory under `/root` in an image that runs as another user.
struct ClosedCaches: HabitCheck {
  let rules = ["unreadable-caches"]

  func habits(in text: BuildText) -> HabitOutcome {
    let layers = text.layers
    let last = layers.last { $0.keyword == .user }?.instruction.words.first?.bytes ?? []
    let user = String(decoding: last.prefix { $0 != 0x3a }, as: UTF8.self)
    guard !["", "root", "0"].contains(user) else {
      return .nothing(because: user.isEmpty ? "no USER is set" : "the image runs as root")
    }
    let root = Array("/root".utf8)
    if layers.contains(where: { $0.commands.contains { $0.attributes.contains { $0.bytes == root } } }) {
      return .nothing(because: "a line changes owner or mode of /root")
    }
    var habits: [Habit] = []
    for instruction in layers where instruction.keyword == .env {
      for pair in instruction.instruction.pairs {
        guard let value = pair.value, pair.key.bytes != Array("HOME".utf8) else { continue }
        let text = (try? instruction.scope.environment?.expand(value)) ?? value.bytes
        guard let path = text.split(separator: 0x3a).first(where: { TextPath.isAtOrBelow(Array($0), root) }) else { continue }
        let name = EscapedText.printable(pair.key.bytes)
        habits.append(
          Habit(
            rules[0], at: instruction,
            "\(name) names \(EscapedText.printable(Array(path))), which USER \(EscapedText.printable(user)) cannot read",
            fix: "put it where \(EscapedText.printable(user)) may read it, as /opt/cache, and set the variable to that",
            unless: "the base opens /root, or nothing is there"))
      }
    }
    return HabitOutcome(habits, else: "no ENV names a directory under /root")
  }
}
