/// Debian's short names of licences as SPDX has them.
///
/// Source: Debian, Machine-readable debian/copyright file, version 1.0, "License short name": a `+` is any later version, and
/// a version's last `.0` may be left out.
enum DebianLicenceName {
  private static let others = ["cc0": "CC0-1.0", "expat": "MIT"]
  private static let gnu = ["agpl", "gfdl", "gpl", "lgpl"]

  /// Word by word; what has no other name in SPDX stays as it is.
  static func spdx(_ statement: String) -> String {
    statement.split(separator: " ").map { word in
      let opening = word.prefix { $0 == "(" }
      let name = word.dropFirst(opening.count).prefix { $0 != ")" }
      return opening + (identifier(name) ?? String(name)) + word[name.endIndex...]
    }.joined(separator: " ")
  }

  private static func identifier(_ name: Substring) -> String? {
    let lower = name.lowercased()
    if let other = others[lower] { return other }
    let orLater = lower.hasSuffix("+")
    let plain = orLater ? lower.dropLast() : lower[...]
    guard let dash = plain.lastIndex(of: "-"), plain[dash...].dropFirst().first?.isNumber == true else { return nil }
    let version = plain[dash...].dropFirst()
    guard version.allSatisfy({ $0.isNumber || $0 == "." }) else { return nil }
    let number = version.contains(".") ? String(version) : version + ".0"
    var family = String(plain[..<dash])
    let hasNoInvariants = family == "gfdl-niv"
    if hasNoInvariants { family = "gfdl" }
    guard gnu.contains(family) else { return orLater ? "\(family)-\(number)+" : "\(family)-\(number)" }
    return "\(family)-\(number)\(hasNoInvariants ? "-no-invariants" : "")-\(orLater ? "or-later" : "only")"
  }
}
