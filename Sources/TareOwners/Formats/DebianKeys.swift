/// What Debian's packages go by. The native architecture's packages, and those of `all`, have their name as key; others
/// have the architecture behind it, and need packages of that same architecture where there are any.
struct DebianKeys {
  private let native: String
  /// All that is asked for by a name with an architecture that is not the native one; empty in most images.
  private var alien: Set<String> = []

  init(_ controls: [DebianControl], native: String) {
    self.native = native
    for control in controls where !isNative(control) {
      for name in [control.name] + control.provides { alien.insert(qualified(name, control)) }
    }
  }

  func key(of control: DebianControl) -> String { isNative(control) ? control.name : qualified(control.name, control) }

  func provides(of control: DebianControl) -> [String] {
    let names = [control.name] + control.provides
    let qualified = names.map { self.qualified($0, control) }
    if isNative(control) { return control.provides + qualified }
    return qualified.dropFirst() + (control.isForeign ? names : [])
  }

  func needs(of control: DebianControl) -> [Need] {
    guard !isNative(control) else { return control.needs }
    return control.needs.map { need in
      Need(
        need.alternatives.map { name in
          let own = qualified(name, control)
          return alien.contains(own) ? own : name
        }, need.kind)
    }
  }

  /// `name` with the architecture of `control`; `all` counts as the native one.
  func qualified(_ name: String, _ control: DebianControl) -> String {
    name + ":" + (isNative(control) ? native : control.architecture)
  }

  private func isNative(_ control: DebianControl) -> Bool {
    control.architecture == native || control.architecture == "all" || control.architecture.isEmpty
  }
}
