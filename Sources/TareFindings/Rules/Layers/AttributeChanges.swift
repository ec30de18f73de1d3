import TareLayers

/// What differs between files and the equal ones that took their place.
struct AttributeChanges {
  struct Sum {
    var files = 0
    var bytes = 0

    fileprivate mutating func add(_ size: Int) {
      files += 1
      bytes += size
    }
  }

  struct Owner: Hashable {
    var uid: Int
    var gid: Int
  }

  private(set) var owner = Sum()
  private(set) var mode = Sum()
  private(set) var attributes = Sum()
  /// Nothing but the time.
  private(set) var time = Sum()
  private(set) var nothing = Sum()
  private var owners: Set<Owner> = []
  private var modes: Set<UInt16> = []
  /// Each change of mode that occurs.
  private var modeChanges: Set<ModeChange> = []

  private struct ModeChange: Hashable {
    var old: UInt16
    var new: UInt16
  }

  /// The owner that all changed files have in the end; nil where they differ.
  var onlyOwner: Owner? { owners.count == 1 ? owners.first : nil }

  /// What `--chmod` must be told: the mode that all have in the end, or the bits that all are given or lose; nil where they
  /// have no such thing in common.
  var newMode: String? {
    if modes.count == 1, let mode = modes.first { return String(mode, radix: 8) }
    let given = modeChanges.reduce(0) { $0 | $1.new & ~$1.old }
    let taken = modeChanges.reduce(0) { $0 | $1.old & ~$1.new }
    guard (given | taken) & 0o7000 == 0, modeChanges.allSatisfy({ ($0.old | given) & ~taken == $0.new }) else { return nil }
    return Self.symbolic(given, taken)
  }

  /// `g+w,o-r`.
  private static func symbolic(_ given: UInt16, _ taken: UInt16) -> String {
    let who: [(name: String, shift: UInt16)] = [("u", 6), ("g", 3), ("o", 0)]
    var parts: [String] = []
    for (name, shift) in who {
      if case let letters = letters(given >> shift), !letters.isEmpty { parts.append("\(name)+\(letters)") }
      if case let letters = letters(taken >> shift), !letters.isEmpty { parts.append("\(name)-\(letters)") }
    }
    return parts.joined(separator: ",")
  }

  private static func letters(_ bits: UInt16) -> String {
    (bits & 4 != 0 ? "r" : "") + (bits & 2 != 0 ? "w" : "") + (bits & 1 != 0 ? "x" : "")
  }

  /// - Parameter pairs: contents with those that took their place.
  init(_ pairs: [(old: Int32, new: Int32)], _ context: RuleContext) {
    for pair in pairs where pair.new >= 0 {
      guard let old = context.entry(of: pair.old), let new = context.entry(of: pair.new) else { continue }
      add(old, new, haveOtherAttributes: context.extendedAttributes(of: pair.old) != context.extendedAttributes(of: pair.new))
    }
  }

  private mutating func add(_ old: Entry, _ new: Entry, haveOtherAttributes: Bool) {
    var isOther = haveOtherAttributes
    if isOther { attributes.add(new.size) }
    if (old.uid, old.gid) != (new.uid, new.gid) {
      isOther = true
      owner.add(new.size)
      owners.insert(Owner(uid: new.uid, gid: new.gid))
    }
    if old.mode != new.mode {
      isOther = true
      mode.add(new.size)
      modes.insert(new.mode)
      modeChanges.insert(ModeChange(old: old.mode, new: new.mode))
    }
    guard !isOther else { return }
    if old.modified != new.modified { time.add(new.size) } else { nothing.add(new.size) }
  }

  /// `owner changes for 12 files (3.40 MB), only the time for 3 files (1.20 kB)`.
  func text(_ context: RuleContext) -> String {
    let parts = [
      ("owner of", owner), ("mode of", mode), ("extended attributes of", attributes), ("only the time of", time),
      ("nothing at all in", nothing),
    ].filter { $0.1.files > 0 }
    return "what changes: "
      + parts.map { "\($0.0) \(context.counted($0.1.files, "file")) (\(context.size($0.1.bytes)))" }.joined(separator: ", ")
  }
}
