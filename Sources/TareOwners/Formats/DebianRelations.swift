/// Relations between Debian packages, as in `Depends: a (>= 1) | b:any, c`. Version limits are left out: what is installed
/// together satisfies them.
enum DebianRelations {
  /// One need for each part between commas.
  static func needs(_ value: UnsafeRawBufferPointer, _ kind: Need.Kind) -> [Need] {
    value.parts(0x2c).compactMap { part in
      let alternatives = part.parts(0x7c).compactMap(name)
      return alternatives.isEmpty ? nil : Need(alternatives, kind)
    }
  }

  /// The names of `Provides`.
  static func names(_ value: UnsafeRawBufferPointer) -> [String] { value.parts(0x2c).compactMap(name) }

  /// A name, with an architecture only where one is asked for: `any` and `native` leave the choice to others.
  private static func name(_ relation: UnsafeRawBufferPointer) -> String? {
    let relation = relation.trimmed
    let end = relation.firstIndex { $0.isBlank || $0 == 0x28 || $0 == 0x5b || $0 == 0x3c } ?? relation.count
    let name = relation.upTo(end)
    let (bare, qualifier) = name.cut(0x3a)
    guard !bare.isEmpty else { return nil }
    guard let qualifier, !qualifier.equals("any"), !qualifier.equals("native") else { return bare.text }
    return name.text
  }
}
